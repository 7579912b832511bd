import { z } from 'zod'
import { KnownError } from '../model/known-error.ts'

/** One line of a file of labelled pastes. */
const labelledPaste = z.object({
  id: z.string(),
  /** A case id, `none`, `other-node` or `undetermined`. */
  label: z.string(),
  /** Other labels that count as right. */
  alt: z.array(z.string()).default([]),
  /** A careful expert can tell the cause from the paste alone. */
  decidable: z.boolean(),
  text: z.string(),
})

export type LabelledPaste = z.infer<typeof labelledPaste>

/** Reads JSON lines. Throws a KnownError that names every bad line, the first ten of them. */
export function readLabelledPastes(file: string, text: string): LabelledPaste[] {
  const problems: string[] = []
  const pastes = text.split('\n').flatMap((line, i): LabelledPaste[] => {
    if (line.trim() === '') return []
    const parsed = labelledPaste.safeParse(jsonOf(line))
    if (parsed.success) return [parsed.data]
    problems.push(
      `${file}:${i + 1}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ')}`,
    )
    return []
  })
  if (problems.length > 0)
    throw new KnownError(
      'bad-labels',
      `expected one JSON object a line with id, label, alt, decidable and text:\n${problems.slice(0, 10).join('\n')}`,
    )
  return pastes
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
