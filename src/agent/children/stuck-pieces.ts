import type { Piece } from '../../model/probe.ts'

/** The pieces that hung. They are not asked again until the mount table is another one, or the call that hung came back. */
export class StuckPieces {
  readonly #keys = new Set<string>()
  #mounts: string | undefined

  get isEmpty(): boolean {
    return this.#keys.size === 0
  }

  has(probe: string, piece: Piece): boolean {
    return this.#keys.has(keyOf(probe, piece))
  }

  add(probe: string, piece: Piece): void {
    this.#keys.add(keyOf(probe, piece))
  }

  remove(probe: string, piece: Piece): void {
    this.#keys.delete(keyOf(probe, piece))
  }

  /** Tells a digest of the mount table as it is now. */
  see(mounts: string): void {
    if (this.#mounts !== undefined && this.#mounts !== mounts) this.#keys.clear()
    this.#mounts = this.isEmpty ? undefined : mounts
  }
}

/** The task of a file system holds its device and path. */
function keyOf(probe: string, piece: Piece): string {
  return JSON.stringify([probe, piece.name, piece.task])
}
