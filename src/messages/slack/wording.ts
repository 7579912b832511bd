import type { Effect, Language } from '../../model/case.ts'
import { PHRASES, type Phrases } from '../phrases.ts'

/** The words of answers as in the terminal, and those that only a conversation needs. */
export interface Wording extends Phrases {
  readonly known: Readonly<Record<'confirmed' | 'undecided', string>>
  /** A verdict's mark is never alone: the word stands beside it. */
  readonly ground: Readonly<Record<Effect, string>>
  readonly solvedBy: string
  readonly after: (duration: string) => string
  readonly notThis: string
  readonly commandAbove: string
  readonly commandTooLong: string
  readonly stepOne: string
  readonly buttons: Readonly<Record<'solved' | 'notThis' | 'more' | 'undo' | 'share', string>>
  readonly onlyYou: string
  readonly signatures: (matched: number, of: number) => string
  readonly siblings: (count: number) => string
  readonly library: string
  readonly reviewed: string
  readonly more: (left: number) => string
  readonly cut: string
  readonly noneLeft: string
  readonly read: string
  readonly wouldHelp: string
  readonly help: readonly string[]
  readonly wholeCase: string
  readonly close: string
  readonly missing: string
  readonly appliesTo: string
  readonly noCases: string
  readonly cases: (count: number) => string
  readonly failed: string
  readonly failedNext: string
  readonly reference: string
  readonly helpTitle: string
  readonly helpIntro: readonly string[]
  readonly commands: string
}

const EN: Wording = {
  ...PHRASES.en,
  known: { confirmed: 'Confirmed', undecided: 'Not decided yet' },
  ground: { confirms: '✓ confirms', 'rules-out': '✗ speaks against it', suggests: '~ suggests' },
  solvedBy: '✓ Solved by ',
  after: (duration) => ` after ${duration}`,
  notThis: '✗ not ',
  commandAbove: 'Run the command above.',
  commandTooLong: 'The command is too long for a message: press More.',
  stepOne: 'First step',
  buttons: {
    solved: 'This solved it',
    notThis: 'Not this',
    more: 'More',
    undo: 'Undo',
    share: 'Share with thread',
  },
  onlyYou: 'Only you see this',
  signatures: (matched, of) => `${matched} of ${of} signatures match`,
  siblings: (count) => (count === 1 ? '1 other case has this error text' : `${count} other cases have this error text`),
  library: 'library',
  reviewed: 'reviewed',
  more: (left) => `(${left} more)`,
  cut: '… not everything has room here',
  noneLeft: 'No other documented case matches this.',
  read: 'Read from the paste',
  wouldHelp: 'What would help',
  help: [
    'the whole output with the lines before the error, not only the last one',
    'df -h and df -i of the node, and the last lines of dmesg -T',
    'kubectl describe of the node or the pod',
  ],
  wholeCase: 'Whole case',
  close: 'Close',
  missing: 'Would decide it',
  appliesTo: 'Applies to',
  noCases: 'No documented case has these words.',
  cases: (count) => (count === 1 ? '1 documented case' : `${count} documented cases`),
  failed: 'This did not work.',
  failedNext: 'Try again; when it fails again, send the reference to whoever runs Casebook.',
  reference: 'Reference',
  helpTitle: 'Casebook answers pasted node errors with the documented case',
  helpIntro: [
    'Paste an error or the output of a command in a thread and mention me, or send it to me directly.',
    'Paste more output in the same thread, and the answer is decided anew.',
  ],
  commands: 'Commands',
}

const ZH: Wording = {
  ...PHRASES.zh,
  known: { confirmed: '已确认', undecided: '尚未确定' },
  ground: { confirms: '✓ 确认', 'rules-out': '✗ 与此不符', suggests: '~ 指向' },
  solvedBy: '✓ 解决者:',
  after: (duration) => `,用时 ${duration}`,
  notThis: '✗ 不是 ',
  commandAbove: '执行上面的命令。',
  commandTooLong: '命令太长,请点击“更多”查看。',
  stepOne: '第一步',
  buttons: { solved: '解决了', notThis: '不是这个', more: '更多', undo: '撤销', share: '分享到话题' },
  onlyYou: '只有你能看到',
  signatures: (matched, of) => `${of} 个特征中匹配 ${matched} 个`,
  siblings: (count) => `另有 ${count} 个案例有相同报错`,
  library: '案例库',
  reviewed: '审阅于',
  more: (left) => `(还有 ${left} 条)`,
  cut: '…内容过长,未全部显示',
  noneLeft: '没有其他与此匹配的已记录案例。',
  read: '从粘贴内容中读到',
  wouldHelp: '以下内容会有帮助',
  help: [
    '完整输出,包括报错之前的行,而不只是最后一行',
    '该节点的 df -h、df -i,以及 dmesg -T 的最后几行',
    '节点或 Pod 的 kubectl describe',
  ],
  wholeCase: '完整案例',
  close: '关闭',
  missing: '可作决定的命令',
  appliesTo: '适用于',
  noCases: '没有包含这些词的已记录案例。',
  cases: (count) => `${count} 个已记录案例`,
  failed: '操作没有成功。',
  failedNext: '请重试;如果再次失败,请把参考编号发给 Casebook 的维护者。',
  reference: '参考编号',
  helpTitle: 'Casebook 用已记录的案例回答粘贴的节点报错',
  helpIntro: ['在话题中粘贴报错或命令输出并提及我,或直接私信给我。', '在同一话题中继续粘贴输出,答案会重新判定。'],
  commands: '命令',
}

export const WORDING: Readonly<Record<Language, Wording>> = { en: EN, zh: ZH }
