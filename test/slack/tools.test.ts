import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openCasebook } from '../../src/casebook.ts'
import { openInvestigation, solve } from '../../src/investigation/investigate.ts'
import { shownMatch } from '../../src/messages/slack/answer-view.ts'
import type { Answer } from '../../src/model/answer.ts'
import type { Investigation } from '../../src/model/investigation.ts'
import { viewOf } from '../../src/slack/tools.ts'
import { FULL_MOUNT_TABLE, NO_SPACE } from './pastes.ts'

const { matcher, cases } = await openCasebook(fileURLToPath(new URL('../library', import.meta.url)))
const tools = { cases, libraryRevision: 'abc' }

function investigationOf(text: string): Investigation {
  const place = { team: 'T1', channel: 'C1', thread: '1.1', message: '1.1' }
  const opening = { id: 'I1', place, text, author: 'U1', byBot: false, asked: true, language: 'en', now: 1 } as const
  return openInvestigation(opening, matcher.match).investigation
}

/** The answer with the match that stands first moved behind the others, as one that the facts rule out is. */
function ruledOutFirst(answer: Answer): Answer {
  const [first, ...rest] = answer.matches
  const matches = first ? [{ ...first, verdict: { ...first.verdict, state: 'ruled-out' as const } }, ...rest] : rest
  return { ...answer, matches }
}

describe('what a message says of the case that it shows', () => {
  test('counts its signatures, also those that stand in one line', () => {
    const answer = matcher.match(FULL_MOUNT_TABLE)
    const [shown] = answer.matches
    expect(shown?.evidence).toHaveLength(1)
    const literals = shown?.case.signatures.filter(({ template }) =>
      template.parts.every((part) => !('literal' in part) || FULL_MOUNT_TABLE.toLowerCase().includes(part.literal)),
    )
    expect(literals?.length).toBeGreaterThan(1)
    expect(viewOf(tools, investigationOf(FULL_MOUNT_TABLE), answer).provenance.matchedSignatures).toBe(literals?.length)
  })

  test('is about that case, not about one that stands first and is ruled out', () => {
    const answer = ruledOutFirst(matcher.match(NO_SPACE))
    const view = viewOf(tools, investigationOf(NO_SPACE), answer)
    const shown = shownMatch(view)
    expect(shown).not.toBe(answer.matches[0])
    expect(view.provenance.matchedSignatures).toBe(shown?.matchedSignatures)
    expect(view.siblings).toBe(
      viewOf(tools, investigationOf(NO_SPACE), { ...answer, matches: shown ? [shown] : [] }).siblings,
    )
  })

  test('is nothing when no case is shown', () => {
    const answer = matcher.match(NO_SPACE)
    const solved = solve(investigationOf(NO_SPACE), 'gone-from-the-library', 'U1', 2, matcher.match).investigation
    const view = viewOf(tools, solved, answer)
    expect(shownMatch(view)).toBeUndefined()
    expect(view).toMatchObject({ siblings: 0, provenance: { matchedSignatures: 0 } })
  })
})
