import { inflateSync } from 'node:zlib'

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Bytes a pixel: 3 (red, green, blue) or 1 (the number of a colour). */
  readonly depth: number
  /** Rows from the top. */
  readonly bytes: Buffer
}

const DEPTHS: Readonly<Record<number, number>> = { 2: 3, 3: 1 }

/** The pixels of a PNG of eight bits a channel that is not interlaced: what browsers make of an opaque page. Throws for any other. */
export function readPng(png: Buffer): Pixels {
  const [header] = chunksOf(png, 'IHDR')
  const [width = 0, height = 0] = [header?.readUInt32BE(0), header?.readUInt32BE(4)]
  const depth = DEPTHS[header?.[9] ?? -1]
  if (!depth || header?.[8] !== 8 || header[12] !== 0)
    throw new Error(`expected a plain PNG, not one of type ${header?.[9]}`)
  const filtered = inflateSync(Buffer.concat(chunksOf(png, 'IDAT')))
  return { width, height, depth, bytes: unfiltered(filtered, width * depth, depth) }
}

export function chunksOf(png: Buffer, type: string): Buffer[] {
  const found: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === type) found.push(png.subarray(at + 8, at + 8 + length))
  }
  return found
}

/** Each row says how its bytes were predicted from those to the left and above: https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(rows: Buffer, rowLength: number, depth: number): Buffer {
  const bytes = Buffer.alloc(Math.floor(rows.length / (rowLength + 1)) * rowLength)
  for (let at = 0; at < bytes.length; at++) {
    const [row, column] = [Math.floor(at / rowLength), at % rowLength]
    const left = column >= depth ? (bytes[at - depth] ?? 0) : 0
    const above = row > 0 ? (bytes[at - rowLength] ?? 0) : 0
    const corner = row > 0 && column >= depth ? (bytes[at - rowLength - depth] ?? 0) : 0
    const filter = rows[row * (rowLength + 1)] ?? 0
    bytes[at] = (rows[at + row + 1] ?? 0) + predicted(filter, left, above, corner)
  }
  return bytes
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  return [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((it) => Math.abs(guess - it)) as [
    number,
    number,
    number,
  ]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}
