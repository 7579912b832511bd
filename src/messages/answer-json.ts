import type { Answer, Match } from '../model/answer.ts'
import type { Language } from '../model/case.ts'
import type { Fact } from '../model/fact.ts'
import { filledCommand } from './command.ts'

/** The object that `casebook match --json` prints: a contract with scripts outside the project. */
export function answerJson(answer: Answer, language: Language): object {
  return {
    confidence: answer.confidence,
    matches: answer.matches.map((match) => matchJson(match, language)),
    facts: answer.facts.map(factJson),
    ask: answer.ask ?? null,
  }
}

function matchJson(match: Match, language: Language): object {
  return {
    case: match.case.id,
    title: match.case.title[language],
    confidence: match.confidence,
    score: match.score,
    verdict: match.verdict.state,
    because: match.verdict.because.map((ground) => ({
      effect: ground.effect,
      says: ground.says[language],
      fact: factJson(ground.fact),
    })),
    missing: match.verdict.missing,
    evidence: match.evidence,
    captures: match.captures,
    cause: match.case.cause[language],
    fix: match.case.fix.map((step) => ({
      do: step.do[language],
      ...(step.run && { run: filledCommand(step.run, match.captures) }),
      risk: step.risk,
      ...(step.before && { before: step.before[language] }),
    })),
    references: match.case.references,
  }
}

/** A row, flat: its kind, its origin, and its fields beside them. */
function factJson(fact: Fact): object {
  return { kind: fact.kind, origin: fact.origin, ...fact.fields }
}
