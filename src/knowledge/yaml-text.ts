import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Problem } from '../model/problem.ts'

/** A case or a proof is a page or two; what is larger is a mistake or an attack. */
const MAX_YAML_BYTES = 256 * 1024
const MAX_ALIASES = 0
const MAX_DEPTH = 32

export interface YamlText<T> {
  /** Undefined when the text could not be read as what it should be; `problems` says why. */
  readonly value: T | undefined
  readonly problems: readonly Problem[]
  /** The 1-based line where a path into the value stands, or its nearest parent that stands anywhere. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** Reads one YAML document and checks it against a schema. All mistakes are reported, each on its line. Aliases are refused: nothing here needs them, and they are how a small file becomes a large one. */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): YamlText<T> {
  const problem = refusal(text)
  if (problem) return unreadable(file, problem)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  const syntax = [...document.errors, ...document.warnings].map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    message: `not valid YAML: ${error.message}`,
  }))
  if (syntax.length > 0) return { value: undefined, problems: syntax, lineOf: () => 1 }
  const lineOf = (path: readonly PropertyKey[]): number => lineOfPath(document, path, lineAt)
  const raw = plainValue(document)
  if (raw instanceof Error) return unreadable(file, raw.message)
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { value: parsed.data, problems: [], lineOf }
  return { value: undefined, problems: parsed.error.issues.flatMap((issue) => problemsOf(file, issue, lineOf)), lineOf }
}

function refusal(text: string): string | undefined {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES)
    return `the file is larger than ${MAX_YAML_BYTES / 1024} KiB; split it into several cases`
  const deepest = Math.max(flowDepth(text), blockDepth(text))
  return deepest > MAX_DEPTH ? `nested more than ${MAX_DEPTH} levels deep; a case needs five` : undefined
}

/**
 * The YAML parser recurses, and on Node 20 two kilobytes of nesting can abort the process, which nothing can catch:
 * depth is bounded before it runs.
 */
function flowDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
  }
  return deepest
}

/** Levels by indentation, and by `- - - x` on one line. */
function blockDepth(text: string): number {
  const open: number[] = []
  let deepest = 0
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length
    if (indent === line.length) continue
    while ((open.at(-1) ?? -1) >= indent) open.pop()
    open.push(indent)
    const marks = /^(?:[-?:] ){1,100}/.exec(line.slice(indent, indent + 200))
    deepest = Math.max(deepest, open.length + (marks?.[0].length ?? 0) / 2)
  }
  return deepest
}

function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    return new Error(`aliases (*name) are not allowed here: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function problemsOf(
  file: string,
  issue: z.core.$ZodIssue,
  lineOf: (path: readonly PropertyKey[]) => number,
): Problem[] {
  const where = issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : ''
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      file,
      line: lineOf([...issue.path, key]),
      message: `${where}unknown field \`${key}\`; remove it or correct its name`,
    }))
  }
  return [{ file, line: lineOf(issue.path), message: `${where}${issue.message}` }]
}

function lineOfPath(document: Document, path: readonly PropertyKey[], lineAt: (offset: number) => number): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lineAt(node.range[0])
  }
  return 1
}

function unreadable(file: string, message: string): YamlText<never> {
  return { value: undefined, problems: [{ file, line: 1, message }], lineOf: () => 1 }
}
