import type { Frame, Goroutine } from './goroutine.ts'

/** What a goroutine is blocked in, in one word for all Go versions. */
export type Block =
  | 'mutex'
  | 'rwmutex'
  | 'bbolt'
  | 'umount'
  | 'fsync'
  | 'unlink'
  | 'ttrpc'
  | 'io'
  | 'channel'
  | 'select'
  | 'other'

/** The calls below a program's own code, most telling first; Go 1.24 moved the mutex to internal/sync. */
const CALLS: readonly (readonly [Block, RegExp])[] = [
  ['rwmutex', /^sync\.\(\*RWMutex\)\.R?Lock$/],
  ['mutex', /^(?:internal\/)?sync\.\(\*Mutex\)\.(?:Lock|lockSlow)$/],
  ['umount', /\.(?:Unmount|umount2?)$/],
  ['fsync', /\.(?:[Ff]sync|Fdatasync|Syncfs|Sync)$/],
  ['unlink', /\.(?:[Uu]nlink(?:at)?|Rmdir|[Rr]emoveAll(?:From)?|Remove)$/],
]
const BBOLT = /^(?:go\.etcd\.io\/bbolt|github\.com\/(?:boltdb\/bolt|coreos\/bbolt|etcd-io\/bbolt))\./
const TTRPC = /\/ttrpc\.(?:\(\*Client\)\.(?:dispatch|Call)|defaultClientInterceptor)$/

/** The topmost function outside the runtime and the system calls; `unknown` when the dump shows none. */
export function ownFunction(goroutine: Goroutine): string {
  const { frames } = goroutine
  return (frames[ownFrameAt(frames)] ?? frames.at(-1))?.name ?? 'unknown'
}

export function blockOf(goroutine: Goroutine): Block {
  const ownAt = ownFrameAt(goroutine.frames)
  const below = goroutine.frames.slice(0, ownAt).map((frame) => frame.name)
  const own = goroutine.frames[ownAt]?.name ?? ''
  const call = CALLS.find(([, name]) => below.some((text) => name.test(text)))?.[0]
  if (call === 'mutex' || call === 'rwmutex') return BBOLT.test(own) ? 'bbolt' : call
  if (call) return call
  return TTRPC.test(own) ? 'ttrpc' : blockByState(goroutine.state ?? '', below)
}

export function waitsForMutex(block: Block): boolean {
  return block === 'mutex' || block === 'rwmutex' || block === 'bbolt'
}

/** The address of the mutex that a goroutine waits for, where its frames show it. */
export function mutexAddress(goroutine: Goroutine): string | undefined {
  const locks = goroutine.frames
    .slice(0, ownFrameAt(goroutine.frames))
    .filter(({ name }) => /^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\./.test(name))
  return locks.find((frame) => frame.receiver !== undefined)?.receiver
}

function blockByState(state: string, below: readonly string[]): Block {
  if (state.startsWith('IO wait') || below.some((name) => name.startsWith('internal/poll.'))) return 'io'
  if (state.startsWith('chan ')) return 'channel'
  return state.startsWith('select') ? 'select' : 'other'
}

function ownFrameAt(frames: readonly Frame[]): number {
  const at = frames.findIndex((frame) => !isSystem(packageOf(frame.name)))
  return at < 0 ? frames.length : at
}

function packageOf(name: string): string {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1)
  return dot < 0 ? 'runtime' : name.slice(0, dot)
}

function isSystem(path: string): boolean {
  return /^(?:runtime|sync|syscall|internal|os|golang\.org\/x\/sys)(?:\/|$)/.test(path)
}
