import { existsSync, readdirSync } from 'node:fs'
import type { NotChecked } from '../../../model/probe.ts'
import type { NodeView } from '../../node-view.ts'
import { readStart } from './bounded-file.ts'

const MOST_CGROUPS = 70_000

export interface Hierarchy {
  readonly mount: string
  readonly version: 1 | 2
}

/** Where the cgroups of a controller are: a hierarchy of its own (v1), or the one of all controllers (v2). Undefined when it has none. */
export function findHierarchy(view: NodeView, controller: string): Hierarchy | undefined {
  const root = `${view.sys}/fs/cgroup`
  const candidates: Hierarchy[] = [
    { mount: `${root}/${controller}`, version: 1 },
    { mount: root, version: 2 },
    { mount: `${root}/unified`, version: 2 },
  ]
  return candidates.find(({ mount, version }) => (version === 1 ? isHierarchy(mount) : offers(mount, controller)))
}

/** In a container without the node's sysfs, the cgroups are those of the container. Undefined when they are the node's. */
export function foreignCgroups(view: NodeView, what: string): NotChecked | undefined {
  if (!view.contained || view.sys !== '/sys') return undefined
  return { what, why: 'not-trusted', says: 'this /sys shows the cgroups of the container: mount the /sys of the node' }
}

/** Visits the cgroups below a mount by their path (`/` first) until `untilMs`; whether it saw them all. */
export function visitCgroups(mount: string, untilMs: number, visit: (path: string) => void): { whole: boolean } {
  const waiting = ['']
  let left = MOST_CGROUPS
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (left-- <= 0 || Date.now() > untilMs) return { whole: false }
    visit(path === '' ? '/' : path)
    for (const name of childrenOf(`${mount}${path}`)) waiting.push(`${path}/${name}`)
  }
  return { whole: true }
}

function isHierarchy(mount: string): boolean {
  return existsSync(`${mount}/cgroup.procs`)
}

function offers(mount: string, controller: string): boolean {
  try {
    return readStart(`${mount}/cgroup.controllers`, 1024).trim().split(' ').includes(controller)
  } catch {
    return false
  }
}

/** A cgroup that was removed meanwhile has no children. */
function childrenOf(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  } catch {
    return []
  }
}
