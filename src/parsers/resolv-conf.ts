import resolver from '../facts/resolver.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'
import { describeResolver, readResolvConf, readResolvLine } from './text/resolv-conf-lines.ts'
import { readRun } from './text/run.ts'

const COMMENT = /^\s{0,20}[#;]/
const LINES_ABOVE = 6

/**
 * A resolv.conf as `cat` shows it, of a pod or of the node. Only lines that stand together are one file; comments may be
 * between them.
 *
 * Refused: anything without a `nameserver` line, since half a file says nothing of what it leaves unset; addresses that
 * are none; and what went through `grep` or `head`.
 */
const resolvConf: Parser = {
  command: 'cat /etc/resolv.conf',
  cues: ['nameserver ', 'nameserver\t', 'search ', 'options ndots'],
  sample: `$ kubectl exec web-0 -- cat /etc/resolv.conf
search default.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.96.0.10
options ndots:5`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readRow)
    if (rows.length === 0) return undefined
    const said = rows.flatMap(({ value }) => (value === 'comment' ? [] : [value]))
    const conf = readResolvConf(said)
    const isWhole = conf.nameservers.length > 0 && conf.nameservers.every(isAddress) && !wasFiltered(lines, at)
    return { facts: isWhole ? [observe(resolver, describeResolver(conf), at, to - 1)] : [], from: at, to }
  },
}

export default resolvConf

function readRow(line: string): readonly string[] | 'comment' | undefined {
  return COMMENT.test(line.slice(0, 40)) ? 'comment' : readResolvLine(line)
}

function isAddress(text: string): boolean {
  return /^[\d.]{7,15}$|^[\da-fA-F:.]{2,45}(?:%[\w.-]{1,20})?$/.test(text)
}

function wasFiltered(lines: readonly string[], at: number): boolean {
  const above = lines.slice(Math.max(0, at - LINES_ABOVE), at)
  return above.some((line) => line.includes('resolv.conf') && typedPipe(line).length > 1)
}
