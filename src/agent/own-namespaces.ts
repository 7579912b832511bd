import { readlinkSync } from 'node:fs'

/** The first namespaces of a kernel have these numbers on every machine: include/uapi/linux/nsfs.h, `PROC_*_INIT_INO` in older kernels. */
const FIRST = { pid: 4026531836, uts: 4026531838, ipc: 4026531839, cgroup: 4026531835 } as const

/** Whether this process shares the namespaces of its kernel's first process. When it cannot be told it does not: a fact is right or absent. */
export function isInFirstNamespaces(): boolean {
  try {
    return Object.entries(FIRST).every(
      ([name, number]) => readlinkSync(`/proc/self/ns/${name}`) === `${name}:[${number}]`,
    )
  } catch {
    return false
  }
}
