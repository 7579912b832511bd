import memory from '../facts/memory.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { findPipelineAbove } from './text/pipeline.ts'
import { parseSize } from './text/size.ts'
import { words } from './text/words.ts'

const HEADER = ['total', 'used', 'free', 'shared', 'buff/cache', 'available']
/** What a number without a unit means, by the option that was typed; KiB without any. */
const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/**
 * The memory of a node as `free` shows it, from version 3.3.10 on (with the column `available`); sizes with a unit
 * (`free -h`: 1.5Gi, 1.5G) or plain ones below the command that tells theirs (`free`, `-b`, `-k`, `-m`, `-g`).
 *
 * Refuses plain numbers without the command, and the older output with `-/+ buffers/cache`.
 */
const free: Parser = {
  command: 'free -b',
  cues: ['buff/cache'],
  sample: `              total        used        free      shared  buff/cache   available
Mem:           15Gi        14Gi       201Mi       1.1Gi       900Mi       110Mi
Swap:            0B          0B          0B`,
  read(lines, at) {
    if (words(lines[at]?.slice(0, 200) ?? '').join() !== HEADER.join()) return undefined
    const toBytes = unitOf(lines, at)
    const mem = rowOf(lines[at + 1], 'Mem:', toBytes)
    const swap = rowOf(lines[at + 2], 'Swap:', toBytes)
    const [totalBytes, , , , , availableBytes] = mem
    if (totalBytes === undefined || availableBytes === undefined || totalBytes === 0) return undefined
    return reading(totalBytes, availableBytes, swap, at)
  },
}

export default free

type ToBytes = (text: string) => number | undefined

function unitOf(lines: readonly string[], at: number): ToBytes {
  const typed = findPipelineAbove(lines, at, ['free'])
  const option = typed?.args.map((arg) => /^-([bkmg])$/.exec(arg)?.[1]).find(Boolean)
  const humane = typed?.args.some((arg) => /^-[a-z]{0,3}h|^--human|^--si/.test(arg)) ?? true
  const unit = humane ? undefined : UNITS[option ?? 'k']
  return (text) => {
    if (/[a-z]/i.test(text)) return parseSize(text, 1024)
    return unit === undefined || !/^\d{1,15}$/.test(text) ? undefined : unit * Number(text)
  }
}

function rowOf(line: string | undefined, name: string, toBytes: ToBytes): (number | undefined)[] {
  const [first, ...figures] = words(line?.slice(0, 200) ?? '')
  return first === name ? figures.map(toBytes) : []
}

function reading(totalBytes: number, availableBytes: number, swap: (number | undefined)[], at: number): Reading {
  const [swapTotalBytes, , swapFreeBytes] = swap
  const availablePercent = (100 * availableBytes) / totalBytes
  const last = swapTotalBytes === undefined ? at + 1 : at + 2
  const fields = { totalBytes, availableBytes, availablePercent, swapTotalBytes, swapFreeBytes }
  return { facts: [observe(memory, fields, at, last)], from: at, to: last + 1 }
}
