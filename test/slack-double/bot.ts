import type { Double } from './double.ts'
import { defined, type JsonRecord } from './json.ts'
import { type Message, rootOf } from './message.ts'
import type { Channel, User } from './workspace.ts'

/** Another application that posts alerts. */
export class Bot {
  readonly user: User
  readonly #double: Double

  constructor(double: Double, user: User) {
    this.#double = double
    this.user = user
  }

  get id(): string {
    return this.user.botId ?? ''
  }

  async posts(channel: Channel, content: BotPost): Promise<Message> {
    const { thread, ...said } = content
    const draft = { subtype: 'bot_message', bot_id: this.id, username: this.user.name, text: '', ...said }
    const located = defined({ ...draft, thread_ts: thread && rootOf(thread) })
    const message = this.#double.workspace.post(channel, located as unknown as Message)
    this.#double.events.posted(channel, message)
    return message
  }
}

export interface BotPost {
  readonly text?: string
  readonly blocks?: readonly JsonRecord[]
  readonly attachments?: readonly JsonRecord[]
  readonly thread?: Message
}
