import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

const CHUNK_BYTES = 65_536
/** What a longer line has behind this is left out. */
const LINE_MAX = 1024 * 1024

/** Nobody keeps what is read into it: a child does one thing at a time, and thousands of small files are read. */
const scratch = Buffer.allocUnsafeSlow(CHUNK_BYTES)

function room(bytes: number): Buffer {
  return bytes <= scratch.length ? scratch : Buffer.allocUnsafe(bytes)
}

/** The first `maxBytes` of a file, as text. Throws what `open` and `read` throw. */
export function readStart(path: string, maxBytes: number): string {
  const buffer = room(maxBytes)
  const fd = openSync(path, 'r')
  try {
    let length = 0
    while (length < maxBytes) {
      const read = readSync(fd, buffer, length, maxBytes - length, null)
      if (read === 0) break
      length += read
    }
    return buffer.toString('utf8', 0, length)
  } finally {
    closeSync(fd)
  }
}

/** The same of a file that the kernel writes in one go (`stat`, `status`, `comm` of a process): one read, where thousands are read. */
export function readRecord(path: string, maxBytes: number): string {
  const buffer = room(maxBytes)
  const fd = openSync(path, 'r')
  try {
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, maxBytes, null))
  } finally {
    closeSync(fd)
  }
}

/** Visits the lines of a file until `maxBytes` are read, or it is over; whether that was all of it. Holds one chunk at a time. */
export function visitLines(
  path: string,
  maxBytes: number,
  visit: (line: string) => void,
  isOver: () => boolean = () => false,
): { whole: boolean } {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  const fd = openSync(path, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    for (let total = 0; total < maxBytes && !isOver(); ) {
      const read = readSync(fd, buffer, 0, CHUNK_BYTES, null)
      if (read === 0) {
        if (rest !== '') visit(rest)
        return { whole: true }
      }
      total += read
      const lines = (rest + decoder.write(buffer.subarray(0, read))).split('\n')
      rest = (lines.pop() ?? '').slice(0, LINE_MAX)
      for (const line of lines) visit(line)
    }
    return { whole: false }
  } finally {
    closeSync(fd)
  }
}
