import { describe, expect, test } from 'vitest'
import { compileCondition } from '../../src/diagnosis/condition.ts'
import { loadFolder } from '../../src/folder.ts'
import type { FactKind } from '../../src/model/fact.ts'
import { type FieldType, fieldTypes } from '../../src/model/fact-fields.ts'

const kinds = await loadFolder<FactKind>(new URL('../../src/facts/', import.meta.url))

const READS: Record<FieldType, (field: string) => string> = {
  number: (field) => `${field} >= 1`,
  string: (field) => `${field}.contains("x")`,
  boolean: (field) => `!${field}`,
}

test('the folder holds fact kinds', () => {
  expect(kinds.size).toBeGreaterThan(0)
})

describe.each([...kinds])('%s', (name, kind) => {
  test('is called like its file', () => {
    expect(kind.id).toBe(name)
  })

  test('says what it is, and what each field is', () => {
    expect(kind.summary).toMatch(/\.$/)
    for (const [field, schema] of Object.entries(kind.schema.shape)) expect(schema.description, field).toBeTruthy()
  })

  test('has fields that a condition can read: no word of CEL', () => {
    for (const [field, type] of fieldTypes(kind))
      expect(compileCondition(READS[type](field), kind).fields).toEqual([field])
  })

  test('names sources that fill fields it has', () => {
    const fields = [...fieldTypes(kind).keys()]
    for (const source of kind.sources) for (const field of source.fills) expect(fields).toContain(field)
    if (kind.place !== undefined) expect(fields).toContain(kind.place)
  })
})
