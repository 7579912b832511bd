import type { Language } from '../../model/case.ts'

export interface DigestWording {
  readonly title: (week: string) => string
  readonly asked: (n: number) => string
  readonly answered: (n: number, of: number) => string
  readonly solved: (n: number, after: string | undefined) => string
  readonly onNodes: (confirmed: number, ruledOut: number) => string
  readonly chart: string
  readonly table: string
  readonly shown: string
  readonly solvedShort: string
  readonly dismissed: string
  readonly caseHeading: string
  readonly casesOfTheWeek: string
  readonly unanswered: string
  readonly times: (n: number) => string
  readonly added: string
  readonly changed: string
  readonly doubtful: string
  readonly nearLimits: string
  readonly nearLimit: (nodes: number, share: string) => string
  readonly footer: string
}

export const DIGEST_WORDING: Readonly<Record<Language, DigestWording>> = {
  en: {
    title: (week) => `What this channel learned in ${week}`,
    asked: (n) => `${n} ${n === 1 ? 'question' : 'questions'}`,
    answered: (n, of) => `${n} of ${of} answered with a documented case`,
    solved: (n, after) => `${n} solved${after === undefined ? '' : `, half of them within ${after}`}`,
    onNodes: (confirmed, ruledOut) => `confirmed on a node: ${confirmed}, ruled out on a node: ${ruledOut}`,
    chart: 'How often each was shown, and what came of it',
    table: 'The same in numbers',
    shown: 'shown',
    solvedShort: 'solved it',
    dismissed: 'not this',
    caseHeading: 'case',
    casesOfTheWeek: 'Cases of the week',
    unanswered: 'Errors that no case answers yet',
    times: (n) => `${n}×`,
    added: 'New in the library',
    changed: 'Changed in the library',
    doubtful: 'Often not the cause, worth a review',
    nearLimits: 'Nodes that come near a limit',
    nearLimit: (nodes, share) => `${share}: ${nodes} ${nodes === 1 ? 'node' : 'nodes'} at 80 % or more`,
    footer: 'Change or stop it with /casebook digest',
  },
  zh: {
    title: (week) => `本频道 ${week} 周报`,
    asked: (n) => `${n} 个问题`,
    answered: (n, of) => `${of} 个中有 ${n} 个得到了有记录的案例`,
    solved: (n, after) => `${n} 个已解决${after === undefined ? '' : `,其中一半在 ${after} 内`}`,
    onNodes: (confirmed, ruledOut) => `在节点上确认 ${confirmed} 次,在节点上排除 ${ruledOut} 次`,
    chart: '各案例出现的次数及结果',
    table: '数据一览',
    shown: '出现',
    solvedShort: '已解决',
    dismissed: '不是这个',
    caseHeading: '案例',
    casesOfTheWeek: '本周案例',
    unanswered: '尚无案例可答的错误',
    times: (n) => `${n} 次`,
    added: '案例库新增',
    changed: '案例库变更',
    doubtful: '常常不是原因,值得复查',
    nearLimits: '接近上限的节点',
    nearLimit: (nodes, share) => `${share} 有 ${nodes} 个节点达到 80 % 或以上`,
    footer: '用 /casebook digest 修改或停止',
  },
}
