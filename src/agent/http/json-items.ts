/** One object of a list may be this large; a larger one is left out and counted. */
const ITEM_MAX = 1 << 20

export interface JsonItems {
  readonly write: (chunk: Buffer) => void
  /** Whether the text came to its end, and every object of the list was read. */
  readonly isWhole: () => boolean
}

/**
 * Hands on the objects of the lists of a JSON text (`[{…},{…}]`, or `{"Volumes":[{…}]}`) while the text still comes
 * in: of a list of any length one object is held at a time.
 */
export function jsonItems(take: (item: unknown) => void): JsonItems {
  const place = jsonPlace()
  let held: Buffer[] | undefined
  let heldBytes = 0
  let skipped = 0

  const hold = (piece: Buffer): void => {
    heldBytes += piece.length
    held = heldBytes > ITEM_MAX ? [] : [...(held ?? []), Buffer.from(piece)]
  }
  const finish = (): void => {
    const item = heldBytes > ITEM_MAX ? undefined : parse(Buffer.concat(held ?? []).toString())
    if (item === undefined) skipped++
    else take(item)
    held = undefined
    heldBytes = 0
  }
  return {
    write(chunk) {
      let from = 0
      for (let i = 0; i < chunk.length; i++) {
        const moved = place.step(chunk[i] ?? 0)
        if (moved === 'item opens') {
          held = []
          from = i
        } else if (moved === 'item closes') {
          hold(chunk.subarray(from, i + 1))
          finish()
        }
      }
      if (held) hold(chunk.subarray(from))
    },
    isWhole: () => place.isClosed() && skipped === 0,
  }
}

type Moved = 'item opens' | 'item closes' | undefined

/** Follows a JSON text byte by byte: how deep it is, and in which list. */
function jsonPlace() {
  let depth = 0
  let listDepth = 0
  let begun = false
  let inString = false
  let escaped = false

  const open = (byte: number): Moved => {
    begun = true
    depth++
    if (byte === BRACKET && depth <= 2 && listDepth === 0) listDepth = depth
    return byte === BRACE && listDepth > 0 && depth === listDepth + 1 ? 'item opens' : undefined
  }
  const close = (byte: number): Moved => {
    const moved = byte === BRACE_END && listDepth > 0 && depth === listDepth + 1 ? 'item closes' : undefined
    if (depth === listDepth) listDepth = 0
    depth--
    return moved
  }
  const stepInString = (byte: number): void => {
    inString = escaped || byte !== QUOTE
    escaped = !escaped && byte === BACKSLASH
  }
  return {
    step(byte: number): Moved {
      if (inString) stepInString(byte)
      else if (byte === QUOTE) inString = true
      else if (byte === BRACE || byte === BRACKET) return open(byte)
      else if (byte === BRACE_END || byte === BRACKET_END) return close(byte)
      return undefined
    },
    isClosed: () => begun && depth === 0,
  }
}

const [BRACE, BRACE_END, BRACKET, BRACKET_END, QUOTE, BACKSLASH] = ['{', '}', '[', ']', '"', '\\'].map((character) =>
  character.charCodeAt(0),
)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
