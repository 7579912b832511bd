import type { Match } from '../../model/answer.ts'
import type { Effect, Language } from '../../model/case.ts'
import type { Origin } from '../../model/fact.ts'
import type { Ask, Ground, Outcome, Verdict } from '../../model/verdict.ts'
import { type AnswerView, otherMatches, ruledOutMatches } from './answer-view.ts'
import { commandElement } from './command-element.ts'
import { writtenDuration } from './duration.ts'
import { cleanLine } from './escape.ts'
import { excerpt } from './excerpt.ts'
import type { Extent } from './extent.ts'
import { writtenIsoMoment } from './moment.ts'
import { bold, code, type Entry, line, type Part, part, plain, pre, user } from './part.ts'
import type { Wording } from './wording.ts'

/** Who solved it and after how long. Nothing foreign stands beside the mention, which Slack has to parse. */
export function solvedPart({ state, language }: AnswerView, wording: Wording): Part {
  if (state.is === 'open') return part(1, undefined, [])
  const after = wording.after(writtenDuration(state.afterMs, language))
  return part(1, undefined, [[line(wording.solvedBy, user(state.by), after)]])
}

export function verdictPart(match: Match, wording: Wording): Part {
  return part(1, undefined, [[line(plain(verdictWords(match, wording)))]])
}

export function verdictWords(match: Match, wording: Wording): string {
  const state = match.verdict.state
  const verdict = state === 'ruled-out' ? wording.verdict['ruled-out'] : wording.known[state]
  return `${verdict} · ${wording.confidence[match.confidence]} · ${match.case.id}`
}

/** The lines that led here. The line of a fact is left out where there is room for little: the fact's sentence names it. */
export function evidencePart(match: Match, extent: Extent, priority: number): Part {
  const cited = new Set(match.verdict.because.map(lastLine))
  const telling = match.evidence.filter((it) => extent.everything || !cited.has(it.line))
  const entries = (telling.length > 0 ? telling : match.evidence).map((it): Entry => {
    const text = excerpt(it.text, match.case.signatures, extent.evidenceLength)
    const shown = pre(`${it.line}: ${text}`)
    return extent.everything ? [shown, line(plain(it.why))] : [shown]
  })
  return part(priority, undefined, entries, extent.evidence)
}

/** What the facts say, what decides first. What only suggests is left out once something confirms, where there is room for little. */
export function groundsPart(
  { verdict }: Match,
  extent: Extent,
  wording: Wording,
  language: Language,
  priority: number,
): Part {
  const settled = verdict.state === 'confirmed' && !extent.everything
  const grounds = decidingFirst(verdict).filter((ground) => !settled || ground.effect !== 'suggests')
  const entries = grounds.map((ground): Entry => {
    const says = plain(ground.says[language], extent.groundLength)
    return [line(`${wording.ground[ground.effect]}: `, says, originWords(ground, wording, language))]
  })
  const warning: Entry[] = contradicts(verdict) ? [[line(bold(`! ${wording.contradiction}`))]] : []
  return part(priority, undefined, [...warning, ...entries], extent.grounds + warning.length)
}

export function ruledOutPart(
  view: AnswerView,
  shown: Match | undefined,
  extent: Extent,
  wording: Wording,
  priority: number,
): Part {
  const entries = ruledOutMatches(view, shown).flatMap((match): Entry[] => {
    const ground = match.verdict.because.find((it) => it.effect === 'rules-out')
    if (!ground) return []
    const says = plain(ground.says[view.language], extent.groundLength)
    const origin = originWords(ground, wording, view.language)
    return [[line(wording.notThis, plain(match.case.id, 100), ': ', says, origin)]]
  })
  return part(priority, undefined, entries, extent.ruledOut)
}

/** Which command would decide, and what each outcome means. */
export function askPart(ask: Ask | undefined, extent: Extent, wording: Wording, priority: number): Part {
  if (!ask) return part(priority, undefined, [])
  const command = commandElement(ask.command, {}, extent.commandLength, wording)
  const outcomes = ask.outcomes.slice(0, extent.outcomes).map((outcome) => outcomeLine(outcome, wording))
  const left = ask.outcomes.length - outcomes.length
  return part(priority, line(bold(wording.askTitle)), [
    [command, ...outcomes, ...(left > 0 ? [line(wording.more(left))] : [])],
  ])
}

export function othersPart(view: AnswerView, shown: Match, extent: Extent, wording: Wording, priority: number): Part {
  const entries = otherMatches(view, shown).map((match): Entry => {
    const title = plain(match.case.title[view.language], extent.titleLength)
    return [line('• ', plain(match.case.id, 100), ': ', title, ` (${wording.confidence[match.confidence]})`)]
  })
  return part(priority, line(bold(wording.others)), entries, extent.others)
}

function outcomeLine({ when, effect, case: id }: Outcome, wording: Wording) {
  return line(`${wording.askUnit} `, code(when), `: ${wording.effect[effect]} `, plain(id, 100))
}

/** One of each effect that decides comes first, so that a contradiction is seen. */
function decidingFirst({ because }: Verdict): Ground[] {
  const deciding: readonly Effect[] = ['confirms', 'rules-out']
  const firsts = deciding.flatMap((effect) => because.find((ground) => ground.effect === effect) ?? [])
  return [...firsts, ...because.filter((ground) => !firsts.includes(ground))]
}

function contradicts({ because }: Verdict): boolean {
  const effects = new Set(because.map((ground) => ground.effect))
  return effects.has('confirms') && effects.has('rules-out')
}

function lastLine({ fact }: Ground): number | undefined {
  return fact.origin.from === 'paste' ? fact.origin.lines.at(-1) : undefined
}

/** Where a fact was seen, in brackets. */
function originWords(ground: Ground, wording: Wording, language: Language) {
  const { origin } = ground.fact
  if (origin.from === 'node') return ` (${nodeWords(origin, wording)})`
  const number = lastLine(ground)
  if (number === undefined) return plainTail(origin.command)
  return plainTail(language === 'zh' ? `${wording.line} ${number} 行` : `${wording.line} ${number}`)
}

/** Which node said so, when, and by which probe. */
export function nodeWords({ node, probe, at }: Extract<Origin, { from: 'node' }>, wording: Wording): string {
  return `${cleanLine(probe, 64)} ${wording.on} ${cleanLine(node, 100)}, ${cleanLine(writtenIsoMoment(at), 40)}`
}

function plainTail(words: string): string {
  return ` (${words.slice(0, 200)})`
}
