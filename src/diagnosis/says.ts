import type { Bilingual } from '../model/case.ts'
import type { Fields, FieldValue } from '../model/fact.ts'

const SLOT = /\{([A-Za-z][A-Za-z0-9]{0,60})\}/g

/** Fills `{field}` from a row. Bytes are written with a binary unit, other numbers with at most one decimal; a field that the row lacks becomes `?`. */
export function fillSays(says: Bilingual, fields: Fields): Bilingual {
  return { en: fill(says.en, fields), zh: fill(says.zh, fields) }
}

/** The fields that a sentence wants. */
export function slotsOf(text: string): readonly string[] {
  return [...text.matchAll(SLOT)].map((slot) => slot[1] ?? '')
}

function fill(text: string, fields: Fields): string {
  return text.replace(SLOT, (_slot, field: string) => written(field, fields[field]))
}

function written(field: string, value: FieldValue | undefined): string {
  if (value === undefined) return '?'
  if (typeof value !== 'number') return String(value)
  return /bytes$/i.test(field) ? writtenBytes(value) : String(Math.round(value * 10) / 10)
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

function writtenBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  return `${Math.round((bytes / 1024 ** step) * 10) / 10} ${UNITS[step]}`
}
