import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compileCondition } from '../../src/diagnosis/condition.ts'
import { defineFactKind } from '../../src/model/fact.ts'

const kind = defineFactKind({
  id: 'mount-table',
  summary: 'a row for these tests',
  schema: z.object({
    count: z.number().describe('mounts'),
    limit: z.number().optional().describe('most mounts'),
    container: z.string().optional().describe('name'),
    readOnly: z.boolean().optional().describe('read-only'),
  }),
  sources: [],
})

describe('a condition', () => {
  test.each([
    ['count >= 0.9 * limit', { count: 95, limit: 100 }, true],
    ['count >= 0.9 * limit', { count: 89, limit: 100 }, false],
    ['count == 100', { count: 100 }, true],
    ['count > 3 && container.startsWith("k8s_")', { count: 4, container: 'k8s_pause' }, true],
    ['container in ["a", "b"]', { count: 4, container: 'b' }, true],
    ['count > 2 * limit', { count: 201, limit: 100 }, true],
    ['!readOnly', { count: 1, readOnly: false }, true],
  ])('%s of %j is %s', (source, row, expected) => {
    expect(compileCondition(source, kind).holds(row)).toBe(expected)
  })

  test('says nothing of a row that lacks a field', () => {
    expect(compileCondition('count >= 0.9 * limit', kind).holds({ count: 95 })).toBeUndefined()
  })

  test('knows the fields that it reads', () => {
    expect(compileCondition('count >= 0.9 * limit || container == "x"', kind).fields).toEqual([
      'count',
      'limit',
      'container',
    ])
  })

  test.each([
    ['count >', /Unexpected token/],
    ['conut > 3', /Unknown variable: conut/],
    ['count > container', /no such overload/],
    ['count + 1', /must yield bool/],
    ['1 < 2', /reads no field/],
    ['container.matches("(a+)+$")', /matches/],
    [`${'('.repeat(60)}true${')'.repeat(60)}`, /maxDepth/],
    [Array.from({ length: 300 }, () => 'count > 1').join(' || '), /maxAstNodes/],
  ])('%.40s is refused', (source, why) => {
    expect(() => compileCondition(source, kind)).toThrow(why)
    expect(() => compileCondition(source, kind)).toThrow(/cannot be used/)
  })

  test('refuses any text with a KnownError or compiles it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        try {
          compileCondition(source, kind)
        } catch (error) {
          expect(error).toHaveProperty('code', 'bad-condition')
        }
      }),
    )
  })
})
