import { compileCondition } from '../diagnosis/condition.ts'
import { slotsOf } from '../diagnosis/says.ts'
import { compileTemplate, templateWeight } from '../matching/template.ts'
import type { Bilingual, Case, Effect, Evidence, Signature } from '../model/case.ts'
import type { FactKind } from '../model/fact.ts'
import { fieldTypes } from '../model/fact-fields.ts'
import { KnownError } from '../model/known-error.ts'
import type { Problem } from '../model/problem.ts'
import { type CaseFile, caseFile } from './case-file.ts'
import { didYouMean } from './did-you-mean.ts'
import { readYaml } from './yaml-text.ts'

/** Literal bytes that a signature needs: with less it would match everything. */
const MIN_SIGNATURE_WEIGHT = 8

export interface ReadCase {
  readonly case: Case | undefined
  readonly problems: readonly Problem[]
}

type Report = (path: readonly PropertyKey[], message: string) => void

/** Reads `knowledge/<area>/<id>.yml`. Reports every mistake of the file, not the first only; a case with mistakes is not returned. */
export function readCase(file: string, text: string, kinds: ReadonlyMap<string, FactKind>): ReadCase {
  const yaml = readYaml(file, text, caseFile)
  if (!yaml.value) return { case: undefined, problems: yaml.problems }
  const problems: Problem[] = []
  const report: Report = (path, message) => problems.push({ file, line: yaml.lineOf(path), message })
  const read = buildCase(file, yaml.value, kinds, report)
  return { case: problems.length === 0 ? read : undefined, problems }
}

function buildCase(file: string, source: CaseFile, kinds: ReadonlyMap<string, FactKind>, report: Report): Case {
  const { area, id } = nameOf(file, report)
  checkReferences(source, report)
  const signatures = readSignatures(source, report)
  const captured = new Set(signatures.flatMap((signature) => capturesOf(signature)))
  return {
    id,
    area,
    aliases: source.aliases ?? [],
    title: source.title,
    appliesTo: source.applies_to,
    signatures,
    descriptions: source.symptoms.flatMap((symptom) => (symptom.described ? [symptom.described] : [])),
    evidence: readEvidence(source, kinds, captured, report),
    cause: source.cause,
    fix: source.fix.map(({ do: action, run, risk, before }) => ({
      do: action,
      risk,
      ...(run && { run }),
      ...(before && { before }),
    })),
    prevention: source.prevention,
    redHerrings: source.red_herrings ?? [],
    inseparable: source.inseparable ?? [],
    references: source.references.map(({ url, says }) => ({ url, says })),
    reviewed: source.reviewed,
  }
}

function nameOf(file: string, report: Report): { area: string; id: string } {
  const [, area, id] = /([^/]+)\/([^/]+)\.yml$/.exec(file) ?? []
  if (!area || !id) report([], 'a case lives at knowledge/<area>/<id>.yml')
  if (id && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    report([], `the file name is the id: expected kebab-case, got \`${id}\``)
  return { area: area ?? '', id: id ?? '' }
}

function checkReferences(source: CaseFile, report: Report): void {
  for (const claim of ['cause', 'fix'] as const) {
    if (!source.references.some((reference) => reference.supports.includes(claim))) {
      report(
        ['references'],
        `no reference supports the ${claim}; add \`supports: [${claim}]\` to the source that says so, or a source`,
      )
    }
  }
}

function readSignatures(source: CaseFile, report: Report): Signature[] {
  const seen = new Set<string>()
  return source.symptoms.flatMap((symptom, i): Signature[] => {
    if (!symptom.signature || !symptom.strength) return []
    const path = ['symptoms', i, 'signature']
    if (seen.has(symptom.signature)) report(path, `the signature \`${symptom.signature}\` stands here twice`)
    seen.add(symptom.signature)
    try {
      const template = compileTemplate(symptom.signature)
      const weight = templateWeight(template)
      if (weight < MIN_SIGNATURE_WEIGHT) {
        report(
          path,
          `the signature \`${symptom.signature}\` would match too much: it has ${weight} bytes of literal text and needs ${MIN_SIGNATURE_WEIGHT}`,
        )
      }
      return [{ template, strength: symptom.strength }]
    } catch (error) {
      report(path, knownMessage(error))
      return []
    }
  })
}

function capturesOf(signature: Signature): string[] {
  return signature.template.parts.flatMap((part) =>
    'placeholder' in part && part.name !== undefined ? [part.name] : [],
  )
}

function readEvidence(
  source: CaseFile,
  kinds: ReadonlyMap<string, FactKind>,
  captured: ReadonlySet<string>,
  report: Report,
): Evidence[] {
  checkEffects(source, report)
  return source.evidence.flatMap((written, i) => {
    const kind = kinds.get(written.fact)
    if (!kind) {
      const hint = didYouMean(written.fact, kinds.keys())
      report(
        ['evidence', i, 'fact'],
        `evidence names the fact \`${written.fact}\`, which no file in src/facts declares${hint}`,
      )
      return []
    }
    checkSays(written.says, kind, ['evidence', i, 'says'], report)
    checkPlace(written.at ?? written.only_at, kind, captured, ['evidence', i, written.at ? 'at' : 'only_at'], report)
    return readCondition(written, kind, i, report)
  })
}

function checkEffects(source: CaseFile, report: Report): void {
  if (source.evidence.every((it) => it.confirms === undefined)) {
    report(['evidence'], 'no evidence confirms the case; without it the verdict can never be confirmed')
  }
  if (source.evidence.every((it) => it.rules_out === undefined)) {
    report(['evidence'], 'no evidence rules out the case; without it the verdict can never be ruled-out')
  }
}

function readCondition(written: CaseFile['evidence'][number], kind: FactKind, i: number, report: Report): Evidence[] {
  const [field, effect, source] = conditionOf(written)
  try {
    const { fact, says } = written
    const at = written.at ?? written.only_at
    return [
      {
        fact,
        effect,
        condition: compileCondition(source, kind),
        every: written.every ?? false,
        says,
        ...(at !== undefined && { at }),
        ...(written.only_at !== undefined && { onlyThere: true }),
      },
    ]
  } catch (error) {
    report(['evidence', i, field], `${knownMessage(error)}${hintOn(knownMessage(error), source, kind)}`)
    return []
  }
}

/** What helps who does not know CEL, or the fields of the kind. */
function hintOn(mistake: string, source: string, kind: FactKind): string {
  const types = fieldTypes(kind)
  const unknown = /Unknown variable: (\w+)/.exec(mistake)?.[1]
  if (unknown !== undefined) return didYouMean(unknown, types.keys())
  if (mistake.endsWith('Unexpected character: =')) return '; equal is written `==`'
  if (!mistake.includes('no such overload')) return ''
  const read = [...types]
    .filter(([field]) => source.includes(field))
    .map(([field, type]) => `\`${field}\` is a ${type}`)
  return `; ${read.join(', ')}`
}

function conditionOf(written: CaseFile['evidence'][number]): [string, Effect, string] {
  if (written.confirms !== undefined) return ['confirms', 'confirms', written.confirms]
  if (written.rules_out !== undefined) return ['rules_out', 'rules-out', written.rules_out]
  return ['suggests', 'suggests', written.suggests ?? '']
}

function checkSays(says: Bilingual, kind: FactKind, path: PropertyKey[], report: Report): void {
  const fields = fieldTypes(kind)
  for (const language of ['en', 'zh'] as const) {
    const slots = slotsOf(says[language])
    if (slots.length === 0)
      report([...path, language], 'names no field of the row; a verdict carries its number: write {field}')
    for (const slot of slots) {
      if (!fields.has(slot))
        report([...path, language], `\`{${slot}}\` is no field of ${kind.id}${didYouMean(slot, fields.keys())}`)
    }
  }
}

function checkPlace(
  at: string | undefined,
  kind: FactKind,
  captured: ReadonlySet<string>,
  path: PropertyKey[],
  report: Report,
): void {
  if (at === undefined) return
  if (kind.place === undefined)
    report(path, `rows of ${kind.id} are not about a place, so \`at\` means nothing here; remove it`)
  else if (!captured.has(at))
    report(path, `no signature of this case captures \`${at}\`; write <${at}:path> in one${didYouMean(at, captured)}`)
}

function knownMessage(error: unknown): string {
  if (error instanceof KnownError) return error.message
  throw error
}
