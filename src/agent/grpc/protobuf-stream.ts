/** One field of a message: its number, and its bytes, or its number when it is a varint. */
export type TakeField = (number: number, value: Buffer | bigint) => void

export interface ProtobufStream {
  /** False when the bytes are no protobuf message: nothing is handed on any more. */
  readonly write: (chunk: Buffer) => boolean
  /** Whether the message came to its end, and each field was read. */
  readonly isWhole: () => boolean
}

/** One field may be this large; a larger one is left out. */
const FIELD_MAX = 1 << 20

/**
 * Hands on the fields of a message while it still comes in (https://protobuf.dev/programming-guides/encoding/): of a
 * list of any length one item is held at a time.
 */
export function protobufStream(take: TakeField): ProtobufStream {
  let rest: Buffer = Buffer.alloc(0)
  let toSkip = 0
  let isSound = true
  let isComplete = true

  /** Reads one field off the front; false when there is none to read yet. */
  const step = (): boolean => {
    const field = readField(rest)
    if (field === 'broken') isSound = false
    if (typeof field === 'string') return false
    const isLarge = field.end - field.start > FIELD_MAX
    if (field.end > rest.length && !isLarge) return false
    if (isLarge) isComplete = false
    else take(field.number, field.value ?? rest.subarray(field.start, field.end))
    toSkip = Math.max(0, field.end - rest.length)
    rest = rest.subarray(field.end)
    return rest.length > 0
  }
  return {
    write(chunk) {
      const skipped = Math.min(toSkip, chunk.length)
      toSkip -= skipped
      rest = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(skipped)]) : chunk.subarray(skipped)
      if (rest.length > 0) while (step());
      return isSound
    },
    isWhole: () => isSound && isComplete && toSkip === 0 && rest.length === 0,
  }
}

/** All fields of a whole message; undefined when it is none. */
export function fieldsOf(message: Buffer): { number: number; value: Buffer | bigint }[] | undefined {
  const fields: { number: number; value: Buffer | bigint }[] = []
  const stream = protobufStream((number, value) => fields.push({ number, value }))
  return stream.write(message) && stream.isWhole() ? fields : undefined
}

interface Field {
  readonly number: number
  readonly start: number
  readonly end: number
  /** Of a varint; the others are the bytes from `start` to `end`. */
  readonly value: bigint | undefined
}

function readField(bytes: Buffer): Field | 'more' | 'broken' {
  const tag = readVarint(bytes, 0)
  if (typeof tag === 'string') return tag
  const number = Number(tag.value >> 3n)
  switch (Number(tag.value & 7n)) {
    case 0: {
      const varint = readVarint(bytes, tag.end)
      return typeof varint === 'string' ? varint : { number, start: tag.end, ...varint }
    }
    case 1:
      return { number, start: tag.end, end: tag.end + 8, value: undefined }
    case 2: {
      const length = readVarint(bytes, tag.end)
      if (typeof length === 'string') return length
      return { number, start: length.end, end: length.end + Number(length.value), value: undefined }
    }
    case 5:
      return { number, start: tag.end, end: tag.end + 4, value: undefined }
  }
  return 'broken'
}

const VARINT_MAX = 10

function readVarint(bytes: Buffer, from: number): { value: bigint; end: number } | 'more' | 'broken' {
  let value = 0n
  for (let i = 0; i < VARINT_MAX; i++) {
    const byte = bytes[from + i]
    if (byte === undefined) return 'more'
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return { value, end: from + i + 1 }
  }
  return 'broken'
}
