import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/** A folder that goes with `removeFolders`. */
export function newFolder(): string {
  return makeFolder(tmpdir())
}

/** The same in memory, where nothing waits for a disk. What a killed process had written is there in either. */
export function newFolderInMemory(): string {
  return makeFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

function makeFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'casebook-reliability-'))
  folders.push(folder)
  return folder
}
