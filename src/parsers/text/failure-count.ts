import type { z } from 'zod'
import failedSyscall from '../../facts/failed-syscall.ts'
import type { Observation } from '../../model/fact.ts'
import { observe } from '../../model/fact.ts'

type Failure = Omit<z.infer<typeof failedSyscall.schema>, 'count'>

const MAX_ROWS = 2000

/** Counts failures: the same call, error, caller and path are one row, which spans from the first to the last of them. */
export class FailureCount {
  readonly #rows = new Map<string, { failure: Failure; count: number; first: number; last: number }>()

  add(failure: Failure, first: number, last: number = first): void {
    const { syscall, errno, process, pid, target } = failure
    const key = JSON.stringify([syscall, errno, process, pid, target])
    const row = this.#rows.get(key)
    if (row) {
      row.count++
      row.last = last
    } else if (this.#rows.size < MAX_ROWS) this.#rows.set(key, { failure, count: 1, first, last })
  }

  observations(): Observation[] {
    return [...this.#rows.values()].map(({ failure, count, first, last }) =>
      observe(failedSyscall, { ...failure, count }, first, last),
    )
  }
}
