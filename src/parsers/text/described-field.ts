/** A line `Key:   value` of `kubectl describe`. */
export interface DescribedField {
  readonly key: string
  readonly value: string
  /** It stands at the left edge: a field of the object itself. */
  readonly top: boolean
}

const KEY = /^([A-Za-z][A-Za-z ()-]{0,40}):(?:\s|$)/

/** The key and the value of a line of `kubectl describe`, or undefined when it is none. */
export function readDescribedField(line: string): DescribedField | undefined {
  const start = line.slice(0, 1_000)
  const text = start.trimStart()
  const key = KEY.exec(text)?.[1]
  if (!key) return undefined
  return { key, value: text.slice(key.length + 1).trim(), top: text.length === start.length }
}

/** The description goes on here: a field of the object that is not one of `ends`, something indented, or nothing. */
export function isDescription(line: string, ends: readonly string[]): boolean {
  const field = readDescribedField(line)
  if (field?.top) return !ends.includes(field.key)
  return field !== undefined || line.slice(0, 1_000).trim() === '' || /^\s/.test(line)
}
