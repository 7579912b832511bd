import { closeSync, constants, openSync, readSync } from 'node:fs'

/** The kernel refuses a smaller buffer than a record, which has at most 8 KiB. */
const RECORD_BYTES = 8192

/**
 * The kernel's ring buffer, of which each look reads what came since the last one: thousands of records cost a call each.
 * Takes nothing out of it. https://docs.kernel.org/admin-guide/abi-testing.html#abi-dev-kmsg
 */
export class FollowedLog {
  readonly #fd: number
  readonly #buffer = Buffer.allocUnsafe(RECORD_BYTES)

  /** Throws what the kernel says. */
  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  }

  /** Visits new records until `untilMs`, at most so many; whether it came to the newest. Throws what the kernel says. */
  visit(visitRecord: (record: string) => void, most: number, untilMs: number): boolean {
    for (let records = 0; records < most && Date.now() < untilMs; records++) {
      const length = this.#readRecord()
      if (length === 0) return true
      if (length !== undefined) visitRecord(this.#buffer.toString('utf8', 0, length))
    }
    return false
  }

  close(): void {
    closeSync(this.#fd)
  }

  /** Bytes of the next record; 0 after the last one; undefined when the kernel overwrote it meanwhile. */
  #readRecord(): number | undefined {
    try {
      return readSync(this.#fd, this.#buffer, 0, RECORD_BYTES, null)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EAGAIN') return 0
      if (code === 'EPIPE') return undefined
      throw error
    }
  }
}
