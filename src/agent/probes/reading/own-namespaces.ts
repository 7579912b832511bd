import { statSync } from 'node:fs'
import type { NodeView } from '../../node-view.ts'
import { hasNodeUsers } from './processes.ts'

/** Whether what the kernel answers to us about the network is the node's. */
export function isInNetworkOfNode(view: NodeView): boolean {
  if (view.contained && view.proc === '/proc') return false
  const own = networkOf(view, 'self')
  return own === networkOf(view, 1) && (own !== undefined || !view.contained)
}

/** Whether the limits per user that the kernel shows us are the node's. */
export function isAmongUsersOfNode(view: NodeView): boolean {
  return !view.contained || hasNodeUsers(view, 'self')
}

/** Tells network namespaces apart, for anybody: no two have the same file, and procfs uses no inode number twice. */
export function networkOf(view: NodeView, pid: number | 'self'): number | undefined {
  try {
    return statSync(`${view.proc}/${pid}/net/dev`).ino
  } catch {
    return undefined
  }
}
