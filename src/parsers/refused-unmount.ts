import refusedUnmount from '../facts/refused-unmount.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const REFUSALS = [
  /\bumount: (\/[^\s：:"'\\]{1,1000})(?:: |：)(?:(?:target|device) is busy|目标忙)/i,
  /\bfailed to ?unmount target (\/[^\s:"'\\]{1,1000}): device or resource busy/i,
]
const LINE_MAX = 8_000

/**
 * `umount: PATH: target is busy` and containerd's `failed to unmount target PATH: device or resource busy`, wherever they stand.
 *
 * Not the removal of a directory that is busy (`remove PATH: device or resource busy`), which has another cause.
 */
const refusedUnmountParser: Parser = {
  command: 'umount',
  cues: [' is busy', '：Target is busy', '：目标忙', 'unmount target'],
  sample: 'umount: /mnt/data: target is busy.',
  read(lines, at) {
    const line = lines[at]?.slice(0, LINE_MAX) ?? ''
    const path = REFUSALS.flatMap((refusal) => refusal.exec(line)?.[1] ?? [])[0]
    if (path === undefined) return undefined
    return { facts: [observe(refusedUnmount, { path }, at)], from: at, to: at + 1 }
  },
}

export default refusedUnmountParser
