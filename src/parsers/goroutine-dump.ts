import goroutines from '../facts/goroutines.ts'
import lock from '../facts/lock.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import type { Goroutine } from './text/goroutine.ts'
import { readGoroutineHeader } from './text/goroutine.ts'
import { type Block, blockOf, mutexAddress, ownFunction, waitsForMutex } from './text/goroutine-block.ts'
import { type Dump, readDumps } from './text/goroutine-dumps.ts'
import { idlesIn, outermostMethods } from './text/lock-holder.ts'
import { afterLogPrefix } from './text/log-prefix.ts'

interface Placed {
  readonly goroutine: Goroutine
  readonly block: Block
  readonly place: string
}

const ROWS_MAX = 2_000

/**
 * Stack dumps of Go programs: `debug=2` and `debug=1` of /debug/pprof/goroutine, `ctr pprof goroutines`, the files and
 * log messages that SIGUSR1 makes dockerd and containerd write (one line with `\n` in it), and SIGQUIT in a journal.
 * Blank lines may stand between all lines and tabs may be lost.
 *
 * Each dump gives rows of goroutines at the same place, and the mutexes that goroutines wait for. A mutex is known by
 * its address; one that is the first field of a struct has the struct's address, which gives its holder away
 * (https://pkg.go.dev/runtime/debug#PrintStack shows receivers as first arguments). A row rests on the lines of one
 * goroutine, the one that waits longest.
 */
const goroutineDump: Parser = {
  command: 'ctr pprof goroutines',
  cues: ['goroutine <*> [', ' @ 0x'],
  sample: `goroutine 211 [semacquire, 15 minutes]:
sync.runtime_SemacquireMutex(0xc0007d4a24, 0x0, 0x1)
	/usr/local/go/src/runtime/sema.go:71 +0x47
sync.(*Mutex).Lock(0xc0007d4a20)
	/usr/local/go/src/sync/mutex.go:81 +0x1c
github.com/docker/docker/volume/local.(*Root).Get(0xc0007d4a20, 0xc00119e640, 0x40)
	/go/src/github.com/docker/docker/volume/local/local.go:237 +0x54

goroutine 305 [syscall, 16 minutes]:
syscall.unlinkat(0x1a, 0xc00233e0d0, 0x200)
	/usr/local/go/src/syscall/zsyscall_linux_amd64.go:126 +0x8c
os.RemoveAll(0xc000b1c0f0, 0x4b)
	/usr/local/go/src/os/removeall_at.go:24 +0x53
github.com/docker/docker/volume/local.(*Root).Remove(0xc0007d4a20, 0x2db4540, 0xc000d0c000)
	/go/src/github.com/docker/docker/volume/local/local.go:217 +0x31c`,
  read(lines, at) {
    if (!opensDump(lines[at] ?? '')) return undefined
    const dumps = readDumps(lines, at)
    const groups = dumps.flatMap(groupRows).slice(0, ROWS_MAX)
    const locks = dumps.flatMap(lockRows).slice(0, ROWS_MAX)
    return { facts: [...groups, ...locks], from: at, to: lines.length }
  },
}

export default goroutineDump

function opensDump(line: string): boolean {
  const start = line.slice(0, 600)
  const message = start.indexOf('\\ngoroutine ')
  return readGoroutineHeader(message < 0 ? afterLogPrefix(start).trim() : start.slice(message + 2)) !== undefined
}

function groupRows(dump: Dump): Observation[] {
  return groupBy(placeAll(dump), ({ place }) => place).map((group) => {
    const longest = longestWaiting(group)
    const fields = {
      process: dump.process,
      topFunction: ownFunction(longest.goroutine),
      state: longest.goroutine.state,
      count: group.reduce((sum, { goroutine }) => sum + goroutine.count, 0),
      maxWaitMinutes: longest.goroutine.waitMinutes,
      blockedIn: longest.block,
    }
    return observe(goroutines, fields, longest.goroutine.first, longest.goroutine.last)
  })
}

/** Goroutines without a frame (`goroutine 0 [idle]:`) are nowhere. */
function placeAll(dump: Dump): Placed[] {
  return dump.goroutines.filter(({ frames }) => frames.length > 0).map(place)
}

function place(goroutine: Goroutine): Placed {
  const block = blockOf(goroutine)
  return { goroutine, block, place: [ownFunction(goroutine), goroutine.state ?? '', block].join('\n') }
}

function lockRows(dump: Dump): Observation[] {
  const placed = placeAll(dump)
  const waiting = placed.filter(({ goroutine, block }) => waitsForMutex(block) && mutexAddress(goroutine))
  const holders = findHolders(placed, new Set(waiting.map(({ goroutine }) => mutexAddress(goroutine))))
  return groupBy(waiting, ({ goroutine }) => mutexAddress(goroutine) ?? '').map((waiters) => {
    const longest = longestWaiting(waiters)
    const address = mutexAddress(longest.goroutine) ?? ''
    const [holder, ...others] = holders.get(address) ?? []
    const known = others.length === 0 ? holder : undefined
    const fields = {
      address,
      waiters: waiters.length,
      holder: known?.method,
      holderBlockedIn: known?.by.block,
      waitFunction: commonest(waiters.map(({ goroutine }) => ownFunction(goroutine))),
      maxWaitMinutes: longest.goroutine.waitMinutes ?? 0,
    }
    const shown = known?.by.goroutine ?? longest.goroutine
    return observe(lock, fields, shown.first, shown.last)
  })
}

/** For each mutex the goroutines that run a method of the struct at its address and do not wait for a mutex. */
function findHolders(placed: readonly Placed[], addresses: ReadonlySet<string | undefined>) {
  const holders = new Map<string, { by: Placed; method: string }[]>()
  for (const by of placed.filter(({ block }) => !waitsForMutex(block))) {
    for (const [address, method] of outermostMethods(by.goroutine.frames)) {
      if (!addresses.has(address) || idlesIn(method, by.goroutine, by.block)) continue
      holders.set(address, [...(holders.get(address) ?? []).slice(0, 1), { by, method }])
    }
  }
  return holders
}

function longestWaiting(group: readonly Placed[]): Placed {
  return group.reduce((longest, one) =>
    (one.goroutine.waitMinutes ?? 0) > (longest.goroutine.waitMinutes ?? 0) ? one : longest,
  )
}

function commonest(names: readonly string[]): string {
  const groups = groupBy(names, (name) => name)
  return groups.reduce((most, group) => (group.length > most.length ? group : most))[0] ?? 'unknown'
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return [...groups.values()]
}
