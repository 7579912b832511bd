import type { Fact } from '../../model/fact.ts'
import type { NodeAnswer } from '../../model/fleet.ts'
import type { Survey } from '../../model/question.ts'

type Redact = (text: string) => Promise<string>

/** What a node said without secrets: the kernel log, or the name of a mount, may hold some. */
export async function redactAnswer(answer: NodeAnswer, redact: Redact): Promise<NodeAnswer> {
  const said = [
    ...answer.facts.flatMap(({ fields }) => Object.values(fields).filter((value) => typeof value === 'string')),
    ...answer.notChecked.flatMap(({ what, says }) => [what, says]),
    answer.fault ?? '',
  ]
  const clean = await redactAll(said, redact)
  return {
    ...answer,
    facts: answer.facts.map((fact) => cleanFact(fact, clean)),
    notChecked: answer.notChecked.map((it) => ({ ...it, what: clean(it.what), says: clean(it.says) })),
    ...(answer.fault !== undefined && { fault: clean(answer.fault) }),
  }
}

export async function redactSurvey(survey: Survey, redact: Redact): Promise<Survey> {
  const said = [
    ...survey.confirmed.flatMap(({ says }) => [says.en, says.zh]),
    ...survey.undecided.map(({ why }) => why),
    ...survey.silent.map(({ fault }) => fault),
  ]
  const clean = await redactAll(said, redact)
  return {
    ...survey,
    confirmed: survey.confirmed.map(({ node, says }) => ({ node, says: { en: clean(says.en), zh: clean(says.zh) } })),
    undecided: survey.undecided.map(({ node, why }) => ({ node, why: clean(why) })),
    silent: survey.silent.map(({ node, fault }) => ({ node, fault: clean(fault) })),
  }
}

/** All of them in one pass, each a line of its own: a redaction keeps every line end. */
async function redactAll(texts: readonly string[], redact: Redact): Promise<(text: string) => string> {
  const distinct = [...new Set(texts.map(oneLine))]
  const redacted = (await redact(distinct.join('\n'))).split('\n')
  const clean = new Map(distinct.map((text, i) => [text, redacted[i] ?? '']))
  return (text) => clean.get(oneLine(text)) ?? ''
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')
}

function cleanFact(fact: Fact, clean: (text: string) => string): Fact {
  const fields = Object.entries(fact.fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? clean(value) : value,
  ])
  return { ...fact, fields: Object.fromEntries(fields) }
}
