import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countIn, flagIn, listIn, textIn, valueIn } from '../../src/agent/json-field.ts'

const json: unknown = JSON.parse(
  '{"text":"overlay2","count":3,"flag":false,"list":[1],"minus":-1,"half":0.5,"__proto__":{"x":1}}',
)

test('gives a field of the right kind, and nothing of another', () => {
  expect(textIn(json, 'text')).toBe('overlay2')
  expect(textIn(json, 'text', 7)).toBeUndefined()
  expect(countIn(json, 'count')).toBe(3)
  expect(flagIn(json, 'flag')).toBe(false)
  expect(listIn(json, 'list')).toEqual([1])
  for (const field of ['minus', 'half', 'text', 'absent']) expect(countIn(json, field)).toBeUndefined()
  expect([textIn(json, 'count'), flagIn(json, 'count'), listIn(json, 'text')]).toEqual([undefined, undefined, []])
})

test('knows no field that the text did not write', () => {
  expect(valueIn(json, 'constructor')).toBeUndefined()
  expect(valueIn({}, '__proto__')).toBeUndefined()
})

test('gives back every text that was written, whatever its field is called', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 500 }), fc.array(fc.string()), (field, text, other) => {
      const read: unknown = JSON.parse(
        `{"a":${JSON.stringify(other)},${JSON.stringify(`x${field}`)}:${JSON.stringify(text)}}`,
      )
      expect(textIn(read, `x${field}`)).toBe(text)
      expect(listIn(read, 'a')).toEqual(other)
    }),
  )
})
