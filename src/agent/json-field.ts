/**
 * Fields of foreign JSON, one by one; undefined for what is not there or of another kind. By hand, because a library of
 * schemas takes as much memory in each probe child as all of the agent's own code.
 */
export function textIn(json: unknown, field: string, mostCharacters = 500): string | undefined {
  const value = valueIn(json, field)
  return typeof value === 'string' && value.length <= mostCharacters ? value : undefined
}

/** A whole number that is not negative. */
export function countIn(json: unknown, field: string): number | undefined {
  const value = valueIn(json, field)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined
}

export function flagIn(json: unknown, field: string): boolean | undefined {
  const value = valueIn(json, field)
  return typeof value === 'boolean' ? value : undefined
}

/** Empty when it is no list. */
export function listIn(json: unknown, field: string): readonly unknown[] {
  const value = valueIn(json, field)
  return Array.isArray(value) ? value : []
}

/** Its own fields only: JSON may name `__proto__`. */
export function valueIn(json: unknown, field: string): unknown {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, field)) return undefined
  return (json as Readonly<Record<string, unknown>>)[field]
}
