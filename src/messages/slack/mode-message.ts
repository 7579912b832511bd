import type { Language } from '../../model/case.ts'
import type { ChannelMode } from '../../model/investigation.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { line, part } from './part.ts'
import { WORDING } from './wording.ts'

/** What is said once when the app is added to a channel, and when the channel's mode is changed: what it does there, and how to change that. */
export function modeMessage(mode: ChannelMode, language: Language): SlackMessage[] {
  const wording = WORDING[language]
  const says = MODES[language][mode]
  const letter = {
    title: cleanLine(says.title, 150),
    parts: [part(1, undefined, [[line(says.does)], [line(HOW[language])]])],
    buttons: [],
    footer: [],
    text: accessibleText([[says.title], [says.does], [HOW[language]]]),
  }
  return ladder(letter, wording)
}

const HOW: Readonly<Record<Language, string>> = {
  en: 'Change it with /casebook channel mention, watch, alerts or off.',
  zh: '可用 /casebook channel mention、watch、alerts 或 off 修改。',
}

const MODES: Readonly<
  Record<Language, Readonly<Record<ChannelMode, { readonly title: string; readonly does: string }>>>
> = {
  en: {
    mention: {
      title: 'Casebook answers here when it is mentioned',
      does: 'Paste a node error or command output in a message that mentions me, or mention me in its thread.',
    },
    watch: {
      title: 'Casebook reads every message here',
      does: 'What is likely right is answered in the thread; what may be is shown to the author alone; everything else is silence.',
    },
    alerts: {
      title: 'Casebook reads every message and listed alerts here',
      does: 'Alerts of the bots that the configuration lists are answered as people are.',
    },
    off: { title: 'Casebook is off here', does: 'Nothing is read and nothing is answered in this channel.' },
  },
  zh: {
    mention: {
      title: 'Casebook 在此频道仅在被提及时回答',
      does: '在提及我的消息中粘贴节点报错或命令输出,或在其话题中提及我。',
    },
    watch: {
      title: 'Casebook 会读取此频道的每条消息',
      does: '较有把握的答案发在话题中;可能的答案只给作者看;其余情况保持沉默。',
    },
    alerts: {
      title: 'Casebook 会读取此频道的每条消息和已列出的告警',
      does: '配置中列出的机器人所发的告警与人的消息同样处理。',
    },
    off: { title: 'Casebook 在此频道已关闭', does: '不读取也不回答此频道的任何消息。' },
  },
}
