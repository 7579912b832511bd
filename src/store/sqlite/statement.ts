import type Database from 'better-sqlite3'
import { cleanText } from './text.ts'

type Values = Readonly<Record<string, string | number | null>>

interface Statement<Row> {
  /** How many rows it changed. */
  readonly run: (values: Values) => number
  readonly get: (values: Values) => Row | undefined
  readonly all: (values: Values) => Row[]
}

/** A prepared statement that lets no text into the database that another engine would refuse or change, and no parts of milliseconds. */
export function prepare<Row = never>(db: Database.Database, sql: string): Statement<Row> {
  const statement = db.prepare<[Values], Row>(sql)
  return {
    run: (values) => statement.run(cleaned(values)).changes,
    get: (values) => statement.get(cleaned(values)),
    all: (values) => statement.all(cleaned(values)),
  }
}

function cleaned(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clean(value)]))
}

function clean(value: Values[string] = null): string | number | null {
  if (typeof value === 'number') return Math.ceil(value)
  return typeof value === 'string' ? cleanText(value) : value
}
