import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type bridge from '../../facts/bridge.ts'
import type interfaceKind from '../../facts/interface.ts'
import type interfaces from '../../facts/interfaces.ts'
import { MOST_PORTS } from '../../facts/rows/most-ports.ts'
import { tunnelOver } from '../../facts/rows/tunnel-over.ts'
import type tunnel from '../../facts/tunnel.ts'
import { type Looked, type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { type Link, readLink, readPorts } from './reading/net-link.ts'
import { foreignSysfs } from './reading/pid-1-net.ts'
import { unread } from './reading/unread.ts'

const FOLDER = 'class/net'
const LINKS_MAX = 8_192
const ROWS_MAX = 300
const NEEDS = { right: 'the /sys of the node', absent: 'this /sys has no network' }

/** Pods have an interface each: veths are counted, all others are rows. */
const probe: Probe<NodeView> = {
  summary: 'The interfaces of the node with MTU, state and errors, its bridges with their ports, and its tunnels.',
  yields: ['interface', 'interfaces', 'bridge', 'tunnel'],
  deadlineMs: 3_000,
  look: (view) => {
    const foreign = foreignSysfs(view, 'interfaces')
    return foreign ? { facts: [], notChecked: [foreign] } : lookInto(join(view.sys, FOLDER))
  },
}

export default probe

function lookInto(folder: string): Looked {
  try {
    return report(folder, readdirSync(folder))
  } catch (error) {
    return { facts: [], notChecked: [unread(folder, error, NEEDS)] }
  }
}

function report(folder: string, names: readonly string[]): Looked {
  const links = names.slice(0, LINKS_MAX).flatMap((name) => readLink(join(folder, name), name) ?? [])
  const others = links.filter((link) => link.linkType !== 'veth')
  const facts = [
    countOf(links, links.length < Math.min(names.length, LINKS_MAX + 1)),
    ...others.slice(0, ROWS_MAX).map((link) => measured<typeof interfaceKind>('interface', link)),
    ...others.filter(isBridge).flatMap((link) => portsOf(folder, link)),
    ...others.flatMap((link) => tunnelOf(link, links)),
  ]
  return { facts, notChecked: others.length > ROWS_MAX ? [cut(others.length)] : [] }
}

/** Interfaces come and go while they are counted: then the veths among them are not known. */
function countOf(links: readonly Link[], missed: boolean): Measured {
  const veths = links.filter((link) => link.linkType === 'veth').length
  return measured<typeof interfaces>('interfaces', { total: links.length, veths: missed ? undefined : veths })
}

function isBridge(link: Link): boolean {
  return link.linkType === 'bridge'
}

function portsOf(folder: string, { name }: Link): Measured[] {
  const ports = readPorts(join(folder, name))
  return ports === undefined ? [] : [measured<typeof bridge>('bridge', { name, ports, limit: MOST_PORTS })]
}

function tunnelOf(link: Link, links: readonly Link[]): Measured[] {
  const uplink = link.uplink === undefined ? undefined : links.find((other) => other.name === link.uplink)
  const fields = uplink && tunnelOver({ ...link }, { ...uplink })
  return fields ? [measured<typeof tunnel>('tunnel', fields)] : []
}

function cut(count: number): NotChecked {
  return { what: 'interfaces', why: 'budget', says: `of ${count} interfaces that are no veths ${ROWS_MAX} are shown` }
}
