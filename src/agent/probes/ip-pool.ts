import { type Dirent, opendirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type ipPool from '../../facts/ip-pool.ts'
import { type Looked, type Measured, measured, type NotChecked, type Piece, type Probe } from '../../model/probe.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { notAnchored } from './reading/not-anchored.ts'
import { unread } from './reading/unread.ts'

const NETWORKS = '/var/lib/cni/networks'
const NETWORKS_MAX = 32
const ADDRESSES_MAX = 70_000
const NEEDS = { right: 'the right to list this folder', absent: 'host-local has given no address here' }

/** A file for each address, named after it, besides `lock` and `last_reserved_ip.0`: https://github.com/containernetworking/plugins/blob/main/plugins/ipam/host-local/backend/disk/backend.go */
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$|^[\da-f]{0,4}(?:[:_][\da-f]{0,4}){2,7}$/i

const probe: Probe<NodeView> = {
  summary: 'How many addresses the IPAM plugin host-local has given to pods of this node, by network.',
  yields: ['ip-pool'],
  deadlineMs: 2_000,
  pieces: (): Piece[] => [{ name: NETWORKS, pool: 'local' }],
  look: (view) => {
    const at = seenAt(view, NETWORKS)
    return at === undefined ? { facts: [], notChecked: [notAnchored(view, NETWORKS)] } : countAll(at)
  },
}

export default probe

function countAll(at: string): Looked {
  try {
    const networks = readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const looks = networks.slice(0, NETWORKS_MAX).map((network) => count(at, network))
    return { facts: looks.flatMap((look) => look.facts), notChecked: looks.flatMap((look) => look.notChecked) }
  } catch (error) {
    return { facts: [], notChecked: [unread(NETWORKS, error, NEEDS)] }
  }
}

function count(at: string, { name }: Dirent): Looked {
  try {
    const allocated = addressesIn(join(at, name))
    return allocated === undefined
      ? { facts: [], notChecked: [tooMany(name)] }
      : { facts: [row(name, allocated)], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(`${NETWORKS}/${name}`, error, NEEDS)] }
  }
}

/** Undefined past a bound: a count that stopped is no count. */
function addressesIn(folder: string): number | undefined {
  const entries = opendirSync(folder)
  try {
    let addresses = 0
    for (let seen = 0; seen < ADDRESSES_MAX; seen++) {
      const entry = entries.readSync()
      if (entry === null) return addresses
      if (ADDRESS.test(entry.name)) addresses++
    }
    return undefined
  } finally {
    entries.closeSync()
  }
}

function row(network: string, allocated: number): Measured {
  return measured<typeof ipPool>('ip-pool', { network: network.slice(0, 100), allocated })
}

function tooMany(network: string): NotChecked {
  return { what: `${NETWORKS}/${network}`, why: 'budget', says: `holds more than ${ADDRESSES_MAX} files` }
}
