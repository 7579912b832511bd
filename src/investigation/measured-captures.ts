import type { Match } from '../model/answer.ts'
import type { Fields } from '../model/fact.ts'

/**
 * The match with what was measured where its commands ask for it: `docker restart <container>` with the container
 * whose table is full. Only rows that confirm the case speak, only where they agree, and never for a name that a
 * signature of the case captures: a measured `path` is another path than the one in the error.
 */
export function withMeasuredCaptures(match: Match): Match {
  if (match.verdict.state !== 'confirmed') return match
  const rows = match.verdict.because.flatMap(({ effect, fact }) =>
    effect === 'confirms' && fact.origin.from === 'node' ? [fact.fields] : [],
  )
  const captured = capturedNames(match)
  const agreed = Object.entries(agreeing(rows)).filter(([name]) => !captured.has(name))
  return agreed.length === 0 ? match : { ...match, captures: { ...Object.fromEntries(agreed), ...match.captures } }
}

function capturedNames({ case: subject }: Match): ReadonlySet<string> {
  const parts = subject.signatures.flatMap(({ template }) => template.parts)
  return new Set(parts.flatMap((part) => ('placeholder' in part && part.name !== undefined ? [part.name] : [])))
}

function agreeing(rows: readonly Fields[]): Readonly<Record<string, string>> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  const agreed = [...names].flatMap((name): [string, string][] => {
    const [value, ...others] = new Set(rows.flatMap((row) => (row[name] === undefined ? [] : [String(row[name])])))
    return value === undefined || others.length > 0 ? [] : [[name, value]]
  })
  return Object.fromEntries(agreed)
}
