import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonItems } from '../../../src/agent/http/json-items.ts'

test('hands on the objects of a list, and of a list inside an object', () => {
  expect(read('[{"a":1},{"b":{"c":[{"d":"}]"}]}}]').items).toEqual([{ a: 1 }, { b: { c: [{ d: '}]' }] } }])
  expect(read('{"Warnings":null,"Volumes":[{"Name":"a\\"]"}],"x":{"y":[{"z":1}]}}').items).toEqual([{ Name: 'a"]' }])
})

test('says that a text without its end is not whole, and keeps what came', () => {
  expect(read('[{"a":1},{"b":')).toEqual({ items: [{ a: 1 }], isWhole: false })
})

test('leaves an object out that is too large, and says that the list is not whole', () => {
  const large = JSON.stringify([{ a: 'x'.repeat(2 << 20) }, { b: 1 }])
  expect(read(large)).toEqual({ items: [{ b: 1 }], isWhole: false })
})

test('reads the same however the text is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))), fc.nat(40), (items, size) => {
      const plain = JSON.parse(JSON.stringify(items))
      expect(read(JSON.stringify(items), size + 1)).toEqual({ items: plain, isWhole: true })
    }),
  )
})

test('reads any bytes without throwing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text, 7)))
})

function read(text: string, size = 1 << 20) {
  const items: unknown[] = []
  const reader = jsonItems((item) => items.push(item))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size))
  return { items, isWhole: reader.isWhole() }
}
