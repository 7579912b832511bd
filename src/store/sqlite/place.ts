import { accessSync, constants, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { KnownError } from '../../model/known-error.ts'

/** `statfs().f_type`, see statfs(2). SQLite's write-ahead log needs shared memory and locks that these do not give: https://sqlite.org/wal.html#noshm */
const UNSAFE: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x65735546, 'FUSE'],
])

/** Throws when the folder of the file cannot hold a database: absent, not writable, or on a file system that loses data. */
export function checkPlace(file: string): void {
  const folder = dirname(resolve(file))
  let type: number
  try {
    type = statfsSync(folder).type
    checkFileSystem(folder, type)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw error instanceof KnownError ? error : unusable(folder, error)
  }
}

/** Throws when `type` is one that SQLite is not safe on. */
export function checkFileSystem(folder: string, type: number): void {
  const name = UNSAFE.get(type >>> 0)
  if (name === undefined) return
  throw new KnownError(
    'store-unsafe-place',
    `The folder of the database, \`${folder}\`, is on ${name}, where SQLite loses data. Put it on a local disk or a block volume.`,
  )
}

/** Why a file could not be made in the folder, in a sentence for the person who set the path. */
export function unusable(folder: string, cause: unknown): KnownError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  return new KnownError(
    'store-unusable-place',
    `The folder of the database, \`${folder}\`, must exist and be writable by the user that Casebook runs as (${code}).`,
    { cause },
  )
}
