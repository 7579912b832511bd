import type { Frame, Goroutine } from './goroutine.ts'
import { type Block, ownFunction } from './goroutine-block.ts'

/** The receivers of a stack, each with the first method that was called on it: that is the one which takes the lock. */
export function outermostMethods(frames: readonly Frame[]): Map<string, string> {
  const methods = frames.filter(({ name }) => /\.\(\*[^()]{1,200}\)\.\w{1,200}$/.test(name))
  return new Map(methods.flatMap(({ name, receiver }) => (receiver ? [[receiver, name] as const] : [])))
}

/** A loop that waits for work in its own frame, as `(*Collector).Run` does, holds no lock meanwhile. */
export function idlesIn(method: string, goroutine: Goroutine, block: Block): boolean {
  const waits = block === 'select' || block === 'channel' || goroutine.state === 'sync.Cond.Wait'
  return waits && ownFunction(goroutine) === method
}
