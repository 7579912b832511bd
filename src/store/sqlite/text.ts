const LONE_SURROGATE = /\p{Surrogate}/gu
const ESCAPE = /\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g

/** Without NUL, which PostgreSQL refuses, and with U+FFFD for half characters, which SQLite makes three of. */
export function cleanText(text: string): string {
  return text.replaceAll(LONE_SURROGATE, '\ufffd').replaceAll('\0', '')
}

/** JSON whose strings and keys are all clean. What JSON cannot say becomes `null`. */
export function toJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value)
  return json === undefined ? 'null' : json.replaceAll(ESCAPE, cleanEscape)
}

/** `JSON.stringify` escapes a surrogate only when it stands alone. */
function cleanEscape(found: string): string {
  if (found === '\\u0000') return ''
  return found.startsWith('\\ud') ? '\ufffd' : found
}
