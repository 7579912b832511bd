import type { Language } from '../../model/case.ts'

/** Why nothing was muted, or unmuted. */
export type MuteRefusal = 'not-allowed' | 'unknown' | 'too-many' | 'none'

/** What is wrong with what a person typed. */
export type MuteMistake = 'no-case' | 'word' | 'twice' | 'node' | 'time' | 'too-long'

export interface MuteWording {
  readonly refused: Readonly<Record<MuteRefusal, (caseId: string, guess: string | undefined) => string>>
  readonly wrong: Readonly<Record<MuteMistake, (word: string) => string>>
  readonly usage: string
  readonly unmuted: (caseId: string) => string
  readonly nothing: string
  readonly list: (count: number) => string
  readonly button: string
  readonly whoMay: string
}

const USAGE = '/casebook mute CASE [here|everywhere] [node NAME] [for 7d]'

export const MUTE_WORDING: Readonly<Record<Language, MuteWording>> = {
  en: {
    refused: {
      'not-allowed': () => 'You may not change this channel. Ask one of the admins that the configuration names.',
      unknown: (caseId, guess) =>
        `There is no case "${caseId}".${guess === undefined ? ' /casebook list shows them.' : ` Did you mean ${guess}?`}`,
      'too-many': () => 'Too many cases are muted already. /casebook mutes lists those of this channel.',
      none: (caseId) =>
        `"${caseId}" is not muted just so. /casebook mutes lists what is muted; name the same place and node.`,
    },
    wrong: {
      'no-case': () => 'Name a case.',
      word: (word) => `"${word}" is none of here, everywhere, node and for.`,
      twice: (word) => `"${word}" comes too late: that was said before.`,
      node: (word) => `"${word}" is no name of a node.`,
      time: (word) => `"${word}" is no time: write 12h, 7d or 2w.`,
      'too-long': (word) => `"${word}" is too long: 90d is the most.`,
    },
    usage: USAGE,
    unmuted: (caseId) => `${caseId} is not muted there any more.`,
    nothing: 'No case is muted in this channel.',
    list: (count) => (count === 1 ? '1 case is muted in this channel' : `${count} mutes hold in this channel`),
    button: 'Mute here for 7 days',
    whoMay: 'You may not mute a case from here. In the channel itself you may: ',
  },
  zh: {
    refused: {
      'not-allowed': () => '你无权修改此频道,请联系配置中列出的管理员。',
      unknown: (caseId, guess) =>
        `没有案例"${caseId}"。${guess === undefined ? '/casebook list 可列出全部。' : `是不是 ${guess}?`}`,
      'too-many': () => '已静音的案例过多。/casebook mutes 可列出此频道的静音。',
      none: (caseId) => `"${caseId}"没有这样的静音。/casebook mutes 可列出静音;请写明相同的范围和节点。`,
    },
    wrong: {
      'no-case': () => '请写明案例。',
      word: (word) => `"${word}"不是 here、everywhere、node 或 for。`,
      twice: (word) => `"${word}"重复了。`,
      node: (word) => `"${word}"不是节点名。`,
      time: (word) => `"${word}"不是时长:请写 12h、7d 或 2w。`,
      'too-long': (word) => `"${word}"太长:最多 90d。`,
    },
    usage: USAGE,
    unmuted: (caseId) => `${caseId} 在该范围内已不再静音。`,
    nothing: '此频道没有静音的案例。',
    list: (count) => `此频道有 ${count} 条静音`,
    button: '在此静音 7 天',
    whoMay: '你不能从这里静音案例。可以在频道中输入:',
  },
}
