import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type interfaceKind from '../../../facts/interface.ts'
import { readStart } from './bounded-file.ts'

export type Link = z.infer<typeof interfaceKind.schema>

/** `ARPHRD_…` of the tunnels that have no DEVTYPE: https://github.com/torvalds/linux/blob/master/include/uapi/linux/if_arp.h */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['768', 'ipip'],
  ['769', 'ip6tnl'],
  ['772', 'loopback'],
  ['776', 'sit'],
  ['778', 'gre'],
])

/** One folder of /sys/class/net. Undefined when it is no interface, or went away meanwhile. */
export function readLink(folder: string, name: string): Link | undefined {
  try {
    return describe(folder, name)
  } catch {
    return undefined
  }
}

/** How many interfaces are plugged into a bridge; undefined when it went away meanwhile. */
export function readPorts(folder: string): number | undefined {
  try {
    return readdirSync(join(folder, 'brif')).length
  } catch {
    return undefined
  }
}

function describe(folder: string, name: string): Link {
  const mtu = numberIn(folder, 'mtu')
  const linkType = devType(folder) ?? TYPES.get(textIn(folder, 'type'))
  if (linkType === undefined && numberIn(folder, 'ifindex') !== numberIn(folder, 'iflink')) {
    return withNeighbours(folder, { name, mtu })
  }
  return linkType === undefined || linkType === 'loopback'
    ? withCounters(folder, { name, mtu, ...typed(linkType) })
    : withCounters(folder, withNeighbours(folder, { name, mtu, linkType }))
}

function typed(linkType: string | undefined): Partial<Link> {
  return linkType === undefined ? {} : { linkType }
}

/** Its links to the interfaces above and below it. What is bound to another interface that is not below it is one end of a pair: a veth. */
function withNeighbours(folder: string, link: Link): Link {
  const entries = readdirSync(folder)
  const lower = entries.filter((entry) => entry.startsWith('lower_'))
  const upper = entries.find((entry) => entry.startsWith('upper_'))
  const [below] = lower
  return {
    ...link,
    ...(link.linkType === undefined && lower.length === 0 && { linkType: 'veth' }),
    ...(below !== undefined && lower.length === 1 && { uplink: below.slice('lower_'.length) }),
    ...(entries.includes('master') && upper !== undefined && { bridge: upper.slice('upper_'.length) }),
  }
}

function withCounters(folder: string, link: Link): Link {
  return {
    ...link,
    state: textIn(folder, 'operstate'),
    receiveErrors: numberIn(folder, 'statistics/rx_errors'),
    receiveDropped: numberIn(folder, 'statistics/rx_dropped'),
    transmitErrors: numberIn(folder, 'statistics/tx_errors'),
    transmitDropped: numberIn(folder, 'statistics/tx_dropped'),
  }
}

function devType(folder: string): string | undefined {
  return /(?:^|\n)DEVTYPE=([\w-]{1,20})(?:\n|$)/.exec(textIn(folder, 'uevent'))?.[1]
}

function textIn(folder: string, file: string): string {
  return readStart(join(folder, file), 256).trim()
}

function numberIn(folder: string, file: string): number {
  return Number(textIn(folder, file))
}
