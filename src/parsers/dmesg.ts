import kernelMessage from '../facts/kernel-message.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { type KernelLine, readKernelLine } from './text/kernel-line.ts'
import { describeKernelMessage, type KernelMessage, kernelMessageKey } from './text/kernel-message.ts'

interface Message extends KernelMessage {
  line: number
}

const TEXTS_MAX = 200
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

/**
 * Messages of the kernel: `dmesg`, `dmesg -T`, `dmesg -x`, and the lines of syslog and `journalctl -k` with ` kernel: `,
 * wherever they stand. Messages that differ in their numbers only are one row, which rests on the last of them; at most
 * 200 different ones are told apart.
 *
 * Refuses bracketed times that are not the kernel's six decimals, and `dmesg` with relative times.
 */
const dmesg: Parser = {
  command: 'dmesg',
  // A line of dmesg has no word of its own: its bracket and how the message begins is all that there is.
  cues: [' kernel: ', '] [', '] (', ...LETTERS.map((letter) => `] ${letter}`)],
  sample: `[742310.118204] IPVS: rr: TCP 10.96.12.20:9000 - no destination available
[742310.204811] IPVS: rr: TCP 10.96.12.20:9000 - no destination available`,
  read(lines, at) {
    if (!readKernelLine(lines[at] ?? '')) return undefined
    const messages = new Map<string, Message>()
    for (let i = at; i < lines.length; i++) note(messages, readKernelLine(lines[i] ?? ''), i)
    const facts = [...messages.values()].map((message) =>
      observe(kernelMessage, describeKernelMessage(message), message.line),
    )
    return { facts, from: at, to: lines.length }
  },
}

export default dmesg

function note(messages: Map<string, Message>, line: KernelLine | undefined, at: number): void {
  if (!line) return
  const key = kernelMessageKey(line.text)
  const known = messages.get(key)
  if (known) Object.assign(known, { latest: line, count: known.count + 1, line: at })
  else if (messages.size < TEXTS_MAX) messages.set(key, { latest: line, first: line, count: 1, line: at })
}
