import { join } from 'node:path'
import type { NotChecked } from '../../../model/probe.ts'
import type { NodeView } from '../../node-view.ts'

/** Network text of pid 1's namespace: whoever reads it, the kernel answers for pid 1, unlike /proc/net and /proc/sys/net. */
export function pid1Net(view: NodeView, file: string): string {
  return join(view.proc, '1/net', file)
}

/** In a container without the node's procfs, pid 1 is a process of the container. Undefined when it is the node's. */
export function foreignPid1(view: NodeView, what: string): NotChecked | undefined {
  if (!view.contained || view.proc !== '/proc') return undefined
  return { what, why: 'not-trusted', says: 'pid 1 of this /proc is the container’s: mount the /proc of the node' }
}

/** /sys belongs to the network namespace that mounted it. Undefined when that is the node's. */
export function foreignSysfs(view: NodeView, what: string): NotChecked | undefined {
  if (!view.contained || view.sys !== '/sys') return undefined
  return { what, why: 'not-trusted', says: 'this /sys shows the network of the container: mount the /sys of the node' }
}
