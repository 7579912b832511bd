/** An object of JSON whose fields are not known yet. */
export type JsonRecord = Record<string, unknown>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; none when the value is no list. */
export function recordsOf(value: unknown): JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** The object under a key; an empty one when there is none. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {}
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The object without the fields that are undefined, as JSON would have it. */
export function defined(record: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

/** Every string anywhere in a value, with the path of keys that leads to it. */
export function* stringsIn(value: unknown, path: readonly string[] = []): Generator<{ text: string; path: string[] }> {
  if (typeof value === 'string') yield { text: value, path: [...path] }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* stringsIn(inner, [...path, key])
}

/** Every object anywhere in a value, outer ones first. */
export function* recordsIn(value: unknown): Generator<JsonRecord> {
  if (isRecord(value)) yield value
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) yield* recordsIn(inner)
}
