import type { AnswerView } from '../../../src/messages/slack/answer-view.ts'
import type { Confidence, Match } from '../../../src/model/answer.ts'
import type { Bilingual, Case, Effect, Language, Risk, Strength } from '../../../src/model/case.ts'
import type { Standing } from '../../../src/model/feedback.ts'
import type { Ask, Ground, Verdict } from '../../../src/model/verdict.ts'

/** Pieces that have pinged, broken out or confused somewhere. */
export const HOSTILE: readonly string[] = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<!subteam^S0123456|@ops>',
  '<!date^0^{date}^https://x.example|now>',
  '<@U0123456>',
  '<@W0123456|root>',
  '<#C0123456|general>',
  '<http://x.example|y>',
  '<mailto:a@x.example|b>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '```',
  '`````',
  '` rm -rf / `',
  '*_~',
  '\n> quote\n',
  '\r\n',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\u2066',
  '\ufeff\u200b\u2028\u2029',
  '\ud83d',
  '\udc00',
  '👩‍👩‍👧‍👦',
  '🇩🇪🇫🇷',
  'é́́́́́',
  `a${'\u0301'.repeat(500)}`,
  '挂载数达到上限',
  '&'.repeat(700),
  '<'.repeat(700),
  ' '.repeat(300),
  '',
  '<path>',
  "'; rm -rf / #",
  'no space left on device ',
]

const huge = Number.MAX_SAFE_INTEGER

export const HUGE_STANDING: Standing = {
  solved: huge,
  notThis: huge,
  confirmed: huge,
  ruledOut: huge,
  earlier: huge,
  votes: { right: 0, wrong: huge },
}

/** An answer all of whose texts come from `next`, with `size` of everything that there may be many of. */
export function hostileView(next: () => string, size: number, view: Partial<AnswerView> = {}): AnswerView {
  const matches = times(size, (i) => hostileMatch(next, i, size))
  return {
    answer: { confidence: matches[0]?.confidence ?? 'none', matches, facts: [], ask: hostileAsk(next, size) },
    language: 'en',
    investigation: next(),
    state: { is: 'open' },
    audience: 'thread',
    asked: true,
    dismissed: 0,
    siblings: size,
    provenance: { matchedSignatures: size, libraryRevision: next(), standing: HUGE_STANDING },
    muted: { caseId: next(), channel: next(), node: next(), by: next(), byName: next(), at: 0, until: huge },
    recurred: { times: huge, since: -huge, lastAt: huge, newest: next() },
    ...view,
  }
}

export function hostileCase(next: () => string, size: number): Case {
  const both = (): Bilingual => ({ en: next(), zh: next() })
  return {
    id: next(),
    area: next(),
    aliases: [],
    title: both(),
    appliesTo: times(size, () => ({ component: next(), versions: next() })),
    signatures: times(size, (i) => ({
      template: { source: next(), parts: [{ literal: next().toLowerCase() }], wholeWords: true },
      strength: cycle<Strength>(['decisive', 'strong', 'weak'], i),
    })),
    descriptions: times(size, both),
    evidence: [],
    cause: both(),
    fix: times(size, (i) => ({
      do: both(),
      run: `restart <name> ${next()}`,
      risk: cycle<Risk>(['destructive', 'disruptive', 'safe'], i),
      before: both(),
    })),
    prevention: both(),
    redHerrings: times(size, () => ({ line: next(), says: both() })),
    inseparable: [],
    references: times(size, () => ({ url: `https://docs.example/${next()}`, says: next() })),
    reviewed: next(),
  }
}

function hostileMatch(next: () => string, i: number, size: number): Match {
  return {
    case: hostileCase(next, size),
    confidence: cycle<Confidence>(['high', 'medium', 'low'], i),
    score: 100,
    verdict: hostileVerdict(next, i, size),
    evidence: times(size, (line) => ({ line, text: next(), why: next() })),
    matchedSignatures: size,
    captures: { name: next() },
  }
}

function hostileVerdict(next: () => string, i: number, size: number): Verdict {
  return {
    state: cycle<Verdict['state']>(['undecided', 'ruled-out', 'confirmed', 'undecided'], i),
    because: times(size, (n) => hostileGround(next, n)),
    missing: times(size, () => ({ fact: next(), run: next() })),
    outdated: times(size, (n) => hostileGround(next, n)),
  }
}

function hostileGround(next: () => string, n: number): Ground {
  const node = { from: 'node', node: next(), probe: next(), at: next() } as const
  const paste = { from: 'paste', command: next(), lines: n % 3 === 0 ? [] : [n] } as const
  return {
    effect: cycle<Effect>(['confirms', 'rules-out', 'suggests'], n),
    says: { en: next(), zh: next() },
    fact: { kind: next(), fields: {}, origin: n % 2 === 0 ? paste : node },
  }
}

function hostileAsk(next: () => string, size: number): Ask {
  const outcomes = times(size, (n) => ({
    case: next(),
    when: next(),
    effect: cycle<Effect>(['confirms', 'rules-out'], n),
  }))
  return { command: next(), probe: next(), separates: [], outcomes }
}

/** `language` and `state` in all their combinations. */
export function everyState(solver: string): Partial<AnswerView>[] {
  const languages: readonly Language[] = ['en', 'zh']
  return languages.flatMap((language) => [
    { language },
    { language, audience: 'author' as const },
    { language, state: { is: 'solved' as const, by: solver, caseId: 'gone', afterMs: 720_000 } },
  ])
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

function cycle<T>(values: readonly T[], i: number): T {
  return values[i % values.length] as T
}
