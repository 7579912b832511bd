import type { Language } from '../../model/case.ts'

interface Muted {
  readonly where: string
  readonly node: string | undefined
  readonly until: string
  readonly by: string
}

interface QuietWording {
  readonly here: string
  readonly everywhere: string
  readonly somebody: string
  readonly muted: (muted: Muted) => string
  readonly seen: (times: number, first: string, last: string) => string
  readonly newest: string
}

export const QUIET_WORDING: Readonly<Record<Language, QuietWording>> = {
  en: {
    here: 'in this channel',
    everywhere: 'in all channels',
    somebody: 'somebody',
    muted: ({ where, node, until, by }) =>
      `Muted ${where}${node === undefined ? '' : ` for ${node}`} until ${until} by ${by}: it is shown to who asks only`,
    seen: (times, first, last) => `Seen ${times} times since ${first}, last ${last}`,
    newest: 'newest',
  },
  zh: {
    here: '在此频道',
    everywhere: '在所有频道',
    somebody: '某人',
    muted: ({ where, node, until, by }) =>
      `${by}已将此案例${where}${node === undefined ? '' : `(节点 ${node})`}静音至 ${until}:仅在有人询问时显示`,
    seen: (times, first, last) => `自 ${first} 起出现 ${times} 次,最近一次 ${last}`,
    newest: '最新',
  },
}
