import type { Confidence } from '../model/answer.ts'
import type { Effect, Language, Risk, Strength } from '../model/case.ts'
import type { Verdict } from '../model/verdict.ts'

/** The words of answers that are not a case's own. */
export interface Phrases {
  readonly none: string
  readonly confidence: Readonly<Record<Confidence, string>>
  readonly verdict: Readonly<Record<Verdict['state'], string>>
  readonly effect: Readonly<Record<Effect, string>>
  readonly risk: Readonly<Record<Risk, string>>
  readonly strength: Readonly<Record<Strength, string>>
  readonly line: string
  readonly symptoms: string
  readonly evidence: string
  readonly every: string
  readonly because: string
  readonly notThese: string
  readonly askTitle: string
  readonly askUnit: string
  readonly cause: string
  readonly fix: string
  readonly before: string
  readonly prevention: string
  readonly redHerrings: string
  readonly others: string
  readonly sources: string
  readonly contradiction: string
  readonly on: string
}

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    none: 'No documented case matches this.',
    confidence: { high: 'high confidence', medium: 'medium confidence', low: 'low confidence' },
    verdict: { confirmed: 'confirmed', 'ruled-out': 'ruled out', undecided: 'undecided' },
    effect: { confirms: 'confirms', 'rules-out': 'rules out', suggests: 'suggests' },
    risk: { safe: 'safe', disruptive: 'disruptive', destructive: 'destructive' },
    strength: { decisive: 'decisive', strong: 'strong', weak: 'weak' },
    line: 'line',
    symptoms: 'Symptoms',
    evidence: 'Evidence',
    every: 'every row:',
    because: 'Why',
    notThese: 'Why not',
    askTitle: 'To be sure, run',
    askUnit: 'if',
    cause: 'Cause',
    fix: 'Fix',
    before: 'first:',
    prevention: 'Prevention',
    redHerrings: 'Not the cause',
    others: 'Also possible',
    sources: 'Sources',
    contradiction: 'These facts contradict each other, so nothing is decided.',
    on: 'on',
  },
  zh: {
    none: '没有与此匹配的已记录案例。',
    confidence: { high: '高置信度', medium: '中置信度', low: '低置信度' },
    verdict: { confirmed: '已确认', 'ruled-out': '已排除', undecided: '未定' },
    effect: { confirms: '确认', 'rules-out': '排除', suggests: '指向' },
    risk: { safe: '安全', disruptive: '有中断', destructive: '有破坏性' },
    strength: { decisive: '决定性', strong: '强', weak: '弱' },
    line: '第',
    symptoms: '症状',
    evidence: '证据',
    every: '每一行:',
    because: '依据',
    notThese: '为什么不是',
    askTitle: '要确定,请执行',
    askUnit: '若',
    cause: '原因',
    fix: '处理',
    before: '先确认:',
    prevention: '预防',
    redHerrings: '不是原因',
    others: '也可能是',
    sources: '来源',
    contradiction: '这些事实互相矛盾,因此没有结论。',
    on: '于',
  },
}
