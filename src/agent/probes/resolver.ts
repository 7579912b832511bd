import type resolver from '../../facts/resolver.ts'
import { type Looked, measured, type Piece, type Probe } from '../../model/probe.ts'
import { describeResolver, readResolvConf, readResolvLine } from '../../parsers/text/resolv-conf-lines.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { notAnchored } from './reading/not-anchored.ts'
import { unread } from './reading/unread.ts'

/** The second is the one that kubelet gives to pods where systemd-resolved runs: in the first stands 127.0.0.53 then. */
const PATHS = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf']
const MOST_BYTES = 16_384
const NEEDS = { right: 'the right to read this file', absent: 'no such file' }

const probe: Probe<NodeView> = {
  summary: 'The name servers, search domains and options of the resolv.conf of the node, which pods inherit.',
  yields: ['resolver'],
  deadlineMs: 1_000,
  pieces: (): Piece[] => PATHS.map((name) => ({ name, pool: 'local' })),
  look: (view, { name }) => lookAt(view, name, PATHS.includes(name) ? seenAt(view, name) : undefined),
}

export default probe

function lookAt(view: NodeView, path: string, at: string | undefined): Looked {
  if (at === undefined) return { facts: [], notChecked: [notAnchored(view, path)] }
  try {
    const lines = readStart(at, MOST_BYTES).split('\n')
    const conf = readResolvConf(lines.flatMap((line) => [readResolvLine(line) ?? []]))
    return { facts: [measured<typeof resolver>('resolver', { path, ...describeResolver(conf) })], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(path, error, NEEDS)] }
  }
}
