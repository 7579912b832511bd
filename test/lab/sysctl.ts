import { readFileSync, writeFileSync } from 'node:fs'
import { must } from './processes.ts'
import type { Undo } from './undo.ts'

/** Every number of the whole kernel that a fault changes or a daemon might; they must be at the end what they were. */
export const SYSCTLS = [
  'fs/mount-max',
  'kernel/hung_task_timeout_secs',
  'kernel/hung_task_warnings',
  'net/netfilter/nf_conntrack_max',
  'net/ipv4/ip_forward',
] as const

type Sysctl = (typeof SYSCTLS)[number]

export function readSysctl(name: Sysctl): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim()
  } catch {
    return undefined
  }
}

export function writeSysctl(name: Sysctl, value: string): void {
  writeFileSync(`/proc/sys/${name}`, value)
}

/** Sets a number of the whole kernel until `undo` puts it back. */
export function setSysctl(name: Sysctl, value: number, undo: Undo): void {
  const before = readSysctl(name)
  if (before === undefined) throw new Error(`this kernel has no ${name}`)
  undo.add(`put ${name} back`, () => writeSysctl(name, before))
  writeSysctl(name, String(value))
}

/** The same for one that can be written from the first network namespace only: that of our parent. */
export async function setNetworkSysctl(name: Sysctl, value: number, undo: Undo): Promise<void> {
  const before = readSysctl(name)
  if (before === undefined) throw new Error(`this kernel has no ${name}`)
  undo.add(`put ${name} back`, () => writeOutside(name, before))
  await writeOutside(name, String(value))
}

async function writeOutside(name: Sysctl, value: string): Promise<void> {
  const network = `--net=/proc/${process.ppid}/ns/net`
  await must('nsenter', [network, 'sh', '-c', 'echo "$1" > "/proc/sys/$2"', 'sh', value, name])
}
