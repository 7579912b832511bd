import type { AnswerView } from '../../../src/messages/slack/answer-view.ts'
import type { Match } from '../../../src/model/answer.ts'
import type { Bilingual, Case } from '../../../src/model/case.ts'
import type { Ground, Verdict } from '../../../src/model/verdict.ts'

const both = (en: string): Bilingual => ({ en, zh: `中文 ${en}` })

/** A made-up case with four steps, the third of which can lose something. */
export function sampleCase(id: string): Case {
  return {
    id,
    area: 'storage',
    aliases: [],
    title: both(`The table of ${id} is full`),
    appliesTo: [{ component: 'linux', versions: '>=4.9' }],
    signatures: [
      {
        template: {
          source: 'cannot add to <path:path>: table full',
          parts: [{ literal: 'cannot add to ' }, { placeholder: 'path', name: 'path' }, { literal: ': table full' }],
          wholeWords: true,
        },
        strength: 'strong',
      },
    ],
    descriptions: [both('nothing can be added any more')],
    evidence: [],
    cause: both('Entries are never removed.'),
    fix: [
      { do: both('Count the entries.'), run: 'wc -l /proc/tables', risk: 'safe' },
      { do: both('Raise the limit.'), run: 'sysctl -w fs.table-max=200', risk: 'safe' },
      { do: both('Remove the table.'), run: 'rm -r <path>', risk: 'destructive', before: both('nothing uses it') },
      { do: both('Upgrade.'), risk: 'disruptive' },
    ],
    prevention: both('Alert at 80 %.'),
    redHerrings: [{ line: 'table: slow', says: both('is harmless') }],
    inseparable: [],
    references: [{ url: 'https://docs.example/table', says: 'the limit' }],
    reviewed: '2026-11-20',
  }
}

export function ground(effect: Ground['effect'], says: string, line: number): Ground {
  const origin = { from: 'paste', command: 'wc', lines: [line] } as const
  return { effect, says: both(says), fact: { kind: 'table', fields: {}, origin } }
}

export function sampleMatch(id: string, verdict: Partial<Verdict>, match: Partial<Match> = {}): Match {
  return {
    case: sampleCase(id),
    confidence: 'high',
    score: 100,
    verdict: { state: 'confirmed', because: [], missing: [], ...verdict },
    evidence: [{ line: 2, text: 'node-7 agent: cannot add to /var/t 1: table full', why: 'strong signature' }],
    matchedSignatures: 1,
    captures: { path: '/var/t' },
    ...match,
  }
}

/** Confirmed by a number, with a sibling that another number rules out. */
export function confirmedView(view: Partial<AnswerView> = {}): AnswerView {
  const matches = [
    sampleMatch('mounts', { because: [ground('confirms', '99 of 100 entries are in use', 5)] }),
    sampleMatch('inodes', { state: 'ruled-out', because: [ground('rules-out', '7 % of the inodes are in use', 4)] }),
  ]
  return {
    answer: { confidence: 'high', matches, facts: [], ask: undefined },
    language: 'en',
    investigation: 'inv-1',
    state: { is: 'open' },
    audience: 'thread',
    asked: false,
    dismissed: 0,
    siblings: 3,
    provenance: { matchedSignatures: 1, libraryRevision: 'a1b2c3d' },
    ...view,
  }
}

/** Two candidates, and the command that separates them: the first step of the fix. */
export function undecidedView(view: Partial<AnswerView> = {}): AnswerView {
  const verdict = { state: 'undecided', missing: [{ fact: 'table', run: 'wc -l /proc/tables' }] } as const
  const matches = [
    sampleMatch('mounts', verdict, { confidence: 'medium', score: 40 }),
    sampleMatch('quota', verdict, { confidence: 'low', score: 12 }),
    sampleMatch('words', verdict, { confidence: 'low', score: 3 }),
  ]
  const ask = {
    command: 'wc -l /proc/tables',
    probe: 'table',
    separates: ['mounts', 'quota'],
    outcomes: [
      { case: 'mounts', when: 'count >= 90', effect: 'confirms' },
      { case: 'quota', when: 'count < 90', effect: 'confirms' },
    ],
  } as const
  return { ...confirmedView(), answer: { confidence: 'medium', matches, facts: [], ask }, ...view }
}
