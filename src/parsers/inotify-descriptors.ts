import inotifyHolder from '../facts/inotify-holder.ts'
import inotifyUser from '../facts/inotify-user.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedText } from './text/command-line.ts'
import { readRun } from './text/run.ts'

const MOST_HOLDERS = 500
const ROW = /^\s{0,20}(\d{1,10})\s{1,20}(\d{1,9})\s{1,20}\/proc\/(\d{1,10})\/fdinfo\/(\d{1,9})\s{0,20}$/
/** How far above its output a long command may begin: terminals wrap it. */
const ABOVE = 4

/**
 * Inotify descriptors, one a line: user id, watches, and the file in /proc that was counted, as printed by
 *
 *     find … -lname anon_inode:inotify -printf '%U %hinfo/%f\n' | while read u f; do
 *       echo "$u $(grep -c ^inotify $f) $f"; done
 *
 * Sums are lower bounds (`atLeast`) unless the paste shows that command and nothing between it and the reader
 * (`head`, `grep`, `awk`). Rows of `grep -c` alone name no user and are refused.
 */
const inotifyDescriptors: Parser = {
  command: "find /proc/[0-9]*/fd -lname anon_inode:inotify -printf '%U %hinfo/%f\\n'",
  cues: ['/fdinfo/'],
  sample: `0 41 /proc/812/fdinfo/9
0 3 /proc/1/fdinfo/11
1000 8 /proc/4410/fdinfo/5`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readDescriptor)
    if (rows.length === 0) return undefined
    const descriptors = rows.map((row) => row.value)
    const atLeast = !isWhole(lines, at)
    const facts = [
      ...users(descriptors).map((user) => observe(inotifyUser, { ...user, atLeast }, at, to - 1)),
      ...holders(descriptors, at, to - 1),
    ]
    return { facts, from: at, to }
  },
}

export default inotifyDescriptors

interface Descriptor {
  readonly uid: number
  readonly watches: number
  readonly pid: number
}

function readDescriptor(line: string): Descriptor | undefined {
  const [, uid, watches, pid] = ROW.exec(line.slice(0, 200)) ?? []
  return uid && watches && pid ? { uid: Number(uid), watches: Number(watches), pid: Number(pid) } : undefined
}

function isWhole(lines: readonly string[], at: number): boolean {
  const above = lines
    .slice(Math.max(0, at - ABOVE), at)
    .map(typedText)
    .join(' ')
  const command = above.slice(above.lastIndexOf('find /proc/[0-9]*/fd'))
  const filters = command.split('|').slice(1)
  const listsAll = command.includes('-lname anon_inode:inotify')
  return listsAll && filters.length === 1 && /^ ?while read /.test(filters[0] ?? '')
}

function users(descriptors: readonly Descriptor[]) {
  return sumBy(descriptors, 'uid').map(([uid, { watches, instances }]) => ({ uid, watches, instances }))
}

function holders(descriptors: readonly Descriptor[], first: number, last: number): Observation[] {
  return sumBy(descriptors, 'pid')
    .toSorted(([, a], [, b]) => b.watches - a.watches)
    .slice(0, MOST_HOLDERS)
    .map(([pid, { uid, watches, instances }]) => observe(inotifyHolder, { pid, uid, watches, instances }, first, last))
}

function sumBy(descriptors: readonly Descriptor[], field: 'uid' | 'pid') {
  const sums = new Map<number, { uid: number; watches: number; instances: number }>()
  for (const descriptor of descriptors) {
    const sum = sums.get(descriptor[field]) ?? { uid: descriptor.uid, watches: 0, instances: 0 }
    sums.set(descriptor[field], {
      ...sum,
      watches: sum.watches + descriptor.watches,
      instances: sum.instances + 1,
    })
  }
  return [...sums]
}
