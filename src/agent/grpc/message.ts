import { fieldsOf } from './protobuf-stream.ts'

/** The text of a field; undefined when it is not there, which in proto3 is also how an empty one is sent. */
export function textField(message: Buffer, number: number): string | undefined {
  return bytesFields(message, number).at(-1)?.toString()
}

/** The number of a field: 0 when it is not there, as proto3 has it; undefined when this is no message. */
export function numberField(message: Buffer, number: number): number | undefined {
  const fields = fieldsOf(message)
  const value = fields?.findLast((field) => field.number === number)?.value ?? 0n
  return fields === undefined || value instanceof Buffer ? undefined : Number(value)
}

/** The messages or texts of a field that may be there several times. */
export function bytesFields(message: Buffer, number: number): Buffer[] {
  const fields = fieldsOf(message) ?? []
  return fields.flatMap((field) => (field.number === number && field.value instanceof Buffer ? [field.value] : []))
}
