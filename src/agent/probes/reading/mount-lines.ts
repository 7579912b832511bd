import { type MountinfoLine, readMountinfo } from '../../../parsers/text/mountinfo.ts'
import { visitLines } from './bounded-file.ts'

/** A path has at most 4096 bytes, and an escaped one may be cut. */
const LONGEST_START = 4096

/** Visits the mounts of a mount table that `wanted` lets through by their text, until `maxBytes` are read; whether the table was read whole. */
export function visitMounts(
  path: string,
  maxBytes: number,
  visit: (mount: MountinfoLine) => void,
  wanted: (line: string) => boolean = () => true,
): { whole: boolean } {
  return visitLines(path, maxBytes, (line) => {
    const mount = wanted(line) ? readMountinfo(line) : undefined
    if (mount) visit(mount)
  })
}

/** The mount point in a line, with the kernel's escapes: costs little, where most lines are not wanted. */
export function mountpointIn(line: string): string {
  return line.slice(0, LONGEST_START).split(' ', 5)[4] ?? ''
}
