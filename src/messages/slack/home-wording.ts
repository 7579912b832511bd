import type { Language } from '../../model/case.ts'
import type { ChannelMode } from '../../model/investigation.ts'

export interface HomeWording {
  readonly title: string
  readonly notAllowed: string
  readonly search: string
  readonly searchPlaceholder: string
  readonly found: (count: number) => string
  readonly open: string
  readonly noneOpen: string
  readonly firstSteps: readonly string[]
  readonly noCase: string
  readonly direct: string
  readonly ago: (duration: string) => string
  readonly thread: string
  readonly drafts: string
  readonly channels: string
  readonly elsewhere: (mode: string) => string
  readonly mode: string
  readonly modes: Readonly<Record<ChannelMode, string>>
  readonly state: string
  readonly sockets: (open: number, of: number) => string
  readonly library: (cases: number, areas: number) => string
  readonly published: (count: number) => string
  readonly doubtful: (count: number) => string
  readonly revision: (revision: string) => string
  readonly agents: (count: number) => string
}

const EN: HomeWording = {
  title: 'Casebook',
  notAllowed: 'Nothing was changed: you may not change this channel.',
  search: 'Search the documented cases',
  searchPlaceholder: 'Words, English or Chinese; then Enter',
  found: (count) => (count === 1 ? '1 case, best first' : `${count} cases, best first`),
  open: 'Your open investigations',
  noneOpen: 'None. How to begin:',
  firstSteps: [
    '1. Paste an error or the output of a command in a channel and mention me, or send it to me under Messages.',
    '2. Read the answer in the thread: the case, what proves it, and the one command that would decide it.',
    '3. Paste that output into the same thread; press This solved it when it did.',
  ],
  noCase: 'No documented case yet',
  direct: 'direct message',
  ago: (duration) => `open for ${duration}`,
  thread: 'to the thread',
  drafts: 'Cases to review',
  channels: 'Channels',
  elsewhere: (mode) => `Everywhere else: ${mode}.`,
  mode: 'What Casebook does in the channel',
  modes: { mention: 'when mentioned', watch: 'every message', alerts: 'messages and alerts', off: 'off' },
  state: 'State',
  sockets: (open, of) => `Connections to Slack: ${open} of ${of}`,
  library: (cases, areas) => `Cases in the library: ${cases}, areas: ${areas}`,
  published: (count) => `written in Slack: ${count}`,
  doubtful: (count) => `often not the cause (/casebook list marks them): ${count}`,
  revision: (revision) => `revision ${revision}`,
  agents: (count) => `Agents connected: ${count}`,
}

const ZH: HomeWording = {
  title: 'Casebook',
  notAllowed: '未作更改:你无权修改此频道。',
  search: '搜索已记录的案例',
  searchPlaceholder: '中文或英文词语,按回车搜索',
  found: (count) => `${count} 个案例,最相关的在前`,
  open: '你未结束的调查',
  noneOpen: '暂无。如何开始:',
  firstSteps: [
    '1. 在频道中粘贴报错或命令输出并提及我,或在“消息”中直接发给我。',
    '2. 在话题中查看回答:对应的案例、依据,以及可作决定的一条命令。',
    '3. 把该命令的输出粘贴到同一话题;解决后点击“解决了”。',
  ],
  noCase: '尚无已记录的案例',
  direct: '私信',
  ago: (duration) => `已打开 ${duration}`,
  thread: '打开话题',
  drafts: '待审阅的案例',
  channels: '频道',
  elsewhere: (mode) => `其他频道:${mode}。`,
  mode: 'Casebook 在此频道的行为',
  modes: { mention: '被提及时', watch: '每条消息', alerts: '消息和告警', off: '关闭' },
  state: '状态',
  sockets: (open, of) => `与 Slack 的连接:${open}/${of}`,
  library: (cases, areas) => `案例库:${cases} 个案例,${areas} 个领域`,
  published: (count) => `在 Slack 中编写:${count}`,
  doubtful: (count) => `常常不是原因(/casebook list 会标出):${count}`,
  revision: (revision) => `版本 ${revision}`,
  agents: (count) => `已连接的代理:${count}`,
}

export const HOME_WORDING: Readonly<Record<Language, HomeWording>> = { en: EN, zh: ZH }
