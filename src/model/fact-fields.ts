import { z } from 'zod'
import type { FactKind } from './fact.ts'

export type FieldType = 'number' | 'string' | 'boolean'

/** A field as its reader is told of it. */
export interface DescribedField {
  readonly name: string
  readonly type: FieldType
  /** Rows may lack it. */
  readonly optional: boolean
  /** All that it can be, when that is a closed set. */
  readonly values: readonly string[]
  readonly description: string
}

/** The fields of a kind in the order of its schema. */
export function describedFields(kind: FactKind): readonly DescribedField[] {
  return Object.entries(kind.schema.shape).map(([name, schema]) => ({
    name,
    type: scalarType(kind.id, name, schema),
    optional: schema instanceof z.ZodOptional,
    values: valuesOf(schema),
    description: schema.description ?? '',
  }))
}

/** The type of each field of a kind. Throws when a field is not a scalar: a fact is one flat row. */
export function fieldTypes(kind: FactKind): ReadonlyMap<string, FieldType> {
  const entries = Object.entries(kind.schema.shape).map(
    ([field, schema]) => [field, scalarType(kind.id, field, schema)] as const,
  )
  return new Map(entries)
}

function scalarType(kind: string, field: string, schema: unknown): FieldType {
  if (schema instanceof z.ZodOptional) return scalarType(kind, field, schema.unwrap())
  if (schema instanceof z.ZodNumber) return 'number'
  if (schema instanceof z.ZodBoolean) return 'boolean'
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return 'string'
  throw new Error(`src/facts/${kind}.ts: the field ${field} must be a string, a number, a boolean or an enum`)
}

function valuesOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodOptional) return valuesOf(schema.unwrap())
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String)
  return []
}
