import type { Fields } from '../../model/fact.ts'

/**
 * Bytes that the tunnel puts around a packet over IPv4, without options: outer IP 20, UDP 8, its own header, and the
 * inner Ethernet header where it carries frames. More over IPv6.
 */
const OVERHEAD_BYTES: Readonly<Record<string, number>> = {
  vxlan: 50,
  geneve: 50,
  ipip: 20,
  wireguard: 60,
}

/** The row over a tunnel and its uplink, undefined when either is no such thing or of unknown MTU. */
export function tunnelOver(tunnel: Fields, uplink: Fields) {
  const { name, linkType, mtu } = tunnel
  const overheadBytes = typeof linkType === 'string' ? OVERHEAD_BYTES[linkType] : undefined
  if (typeof name !== 'string' || typeof linkType !== 'string' || typeof mtu !== 'number') return undefined
  if (overheadBytes === undefined || typeof uplink.mtu !== 'number' || typeof uplink.name !== 'string') return undefined
  const excessBytes = mtu + overheadBytes - uplink.mtu
  return { name, linkType, mtu, uplink: uplink.name, uplinkMtu: uplink.mtu, overheadBytes, excessBytes }
}
