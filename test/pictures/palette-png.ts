import { crc32, deflateSync } from 'node:zlib'
import type { Pixels } from './read-png.ts'

const MOST_COLOURS = 256
const FINEST_STEP = 4
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Eight bits a pixel, each the number of a colour: https://www.w3.org/TR/png-3/#11IHDR */
const INDEXED = [8, 3, 0, 0, 0]
const NO_FILTER = Buffer.from([0])

/** A PNG with at most 256 colours, a third as large as one with all of them. Text on white loses nothing that can be seen. */
export function palettePng(pixels: Pixels): Buffer {
  const { width, height } = pixels
  const { colours, indices } = fewColours(pixels, FINEST_STEP)
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  const rows = Array.from({ length: height }, (_, y) => [NO_FILTER, indices.subarray(y * width, (y + 1) * width)])
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([size, Buffer.from(INDEXED)])),
    chunk('PLTE', Buffer.from(colours.flat())),
    chunk('IDAT', deflateSync(Buffer.concat(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

type Colour = readonly [red: number, green: number, blue: number]

/** Colours that differ by less than a step become one; the step grows until there are few enough. */
function fewColours(pixels: Pixels, step: number): { colours: readonly Colour[]; indices: Buffer } {
  const { width, height, depth, bytes } = pixels
  const known = new Map<number, number>()
  const colours: Colour[] = []
  const indices = Buffer.alloc(width * height)
  for (let at = 0; at < indices.length; at++) {
    const colour = colourAt(bytes, at * depth, step)
    const key = (colour[0] << 16) | (colour[1] << 8) | colour[2]
    const index = known.get(key) ?? colours.push(colour) - 1
    if (index >= MOST_COLOURS) return fewColours(pixels, step * 2)
    known.set(key, index)
    indices[at] = index
  }
  return { colours, indices }
}

function colourAt(bytes: Buffer, at: number, step: number): Colour {
  const rounded = (channel: number) => Math.min(255, Math.round((bytes[at + channel] ?? 0) / step) * step)
  return [rounded(0), rounded(1), rounded(2)]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
