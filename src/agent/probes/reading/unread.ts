import type { NotChecked } from '../../../model/probe.ts'

const MISSING_RIGHT = new Set(['EACCES', 'EPERM'])
const NOT_HERE = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EOPNOTSUPP'])

/** Why `what` could not be read, from the error that reading it threw. `right` is what would allow it, `absent` why it may not be there. */
export function unread(what: string, error: unknown, { right, absent }: { right: string; absent: string }): NotChecked {
  const code = codeOf(error)
  if (MISSING_RIGHT.has(code)) return { what, why: 'missing-right', says: `needs ${right} (${code})` }
  if (NOT_HERE.has(code)) return { what, why: 'not-here', says: `${absent} (${code})` }
  return { what, why: 'failed', says: `reading it failed with ${code || String(error).slice(0, 200)}` }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
