import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesFields, numberField, textField } from '../../../src/agent/grpc/message.ts'
import { fieldsOf, protobufStream } from '../../../src/agent/grpc/protobuf-stream.ts'
import { bytesField, message, varintField } from './message-bytes.ts'

test('reads texts, numbers and messages, and what is not there as proto3 has it', () => {
  const inner = message(bytesField(1, 'NetworkReady'), varintField(2, 1))
  const outer = message(bytesField(1, inner), bytesField(1, Buffer.alloc(0)), varintField(3, 300))
  expect(bytesFields(outer, 1)).toHaveLength(2)
  expect(textField(inner, 1)).toBe('NetworkReady')
  expect(numberField(inner, 2)).toBe(1)
  expect(numberField(outer, 3)).toBe(300)
  expect(numberField(outer, 9)).toBe(0)
  expect(textField(outer, 9)).toBeUndefined()
})

test('refuses bytes that are no message', () => {
  expect(fieldsOf(Buffer.from([0x0f]))).toBeUndefined()
  expect(numberField(Buffer.from([0xff, 0xff]), 1)).toBeUndefined()
})

test('reads the same however the message is cut into pieces', () => {
  const field = fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.oneof(fc.uint8Array(), fc.nat()))
  fc.assert(
    fc.property(fc.array(field), fc.nat(9), (fields, size) => {
      const bytes = message(
        ...fields.map(([number, value]) =>
          typeof value === 'number' ? varintField(number, value) : bytesField(number, Buffer.from(value)),
        ),
      )
      const seen = read(bytes, size + 1)
      expect(seen.isWhole).toBe(true)
      expect(seen.fields).toEqual(fields.map(([number, value]) => [number, plain(value)]))
    }),
  )
})

test('reads any bytes without throwing, and a field that is too large as one that is left out', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void read(Buffer.from(bytes), 3)))
  const large = message(bytesField(1, Buffer.alloc(2 << 20)), bytesField(2, 'b'))
  expect(read(large, 65_536)).toEqual({ fields: [[2, '62']], isWhole: false })
})

function plain(value: number | Uint8Array): string | number {
  return typeof value === 'number' ? value : Buffer.from(value).toString('hex')
}

function read(bytes: Buffer, size: number) {
  const fields: [number, string | number][] = []
  const stream = protobufStream((number, value) =>
    fields.push([number, value instanceof Buffer ? value.toString('hex') : Number(value)]),
  )
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size))
  return { fields, isWhole: stream.isWhole() }
}
