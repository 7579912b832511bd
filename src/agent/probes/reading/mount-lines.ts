import { type MountinfoLine, readMountinfo } from '../../../parsers/text/mountinfo.ts'
import { visitLines } from './bounded-file.ts'

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
