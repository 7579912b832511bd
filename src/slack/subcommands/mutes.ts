import { mutesMessage } from '../../messages/slack/mutes-message.ts'
import type { Subcommand } from '../subcommand.ts'

const mutes: Subcommand = {
  help: {
    usage: '/casebook mutes',
    says: { en: 'which cases are muted here, by whom and until when', zh: '此处哪些案例被静音,由谁,到何时' },
  },
  /** Of this channel and of all: what is muted elsewhere says what goes on there. */
  async run({ channel, language }, { store, now }) {
    const active = await store.mutes.active(now())
    const here = active.filter((mute) => mute.channel === undefined || mute.channel === channel)
    return mutesMessage(here, language)
  },
}

export default mutes
