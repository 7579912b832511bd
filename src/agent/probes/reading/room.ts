import { type StatsFs, statfsSync } from 'node:fs'
import type filesystem from '../../../facts/filesystem.ts'
import { type Measured, measured } from '../../../model/probe.ts'
import { natureOf } from '../../../parsers/text/filesystem-nature.ts'
import type { MountinfoLine } from '../../../parsers/text/mountinfo.ts'

/** How full the mounted file system is, asked at `at`, as df prints it: percentages are rounded up. Throws what statfs throws. */
export function measureRoom({ mountpoint, device, type }: MountinfoLine, at: string): Measured {
  const stats = statfsSync(at)
  const place = { mountpoint, device, fsType: type, ...natureOf({ mountpoint, device, type }) }
  return measured<typeof filesystem>('filesystem', { ...place, ...blocksOf(stats), ...inodesOf(stats) })
}

function blocksOf({ bsize, blocks, bfree, bavail }: StatsFs) {
  if (blocks === 0) return { sizeBytes: 0 }
  const used = blocks - bfree
  return {
    sizeBytes: blocks * bsize,
    usedBytes: used * bsize,
    availableBytes: bavail * bsize,
    usedPercent: percent(used, used + bavail),
  }
}

function inodesOf({ files, ffree }: StatsFs) {
  if (files === 0) return { inodes: 0 }
  const used = files - ffree
  return { inodes: files, inodesUsed: used, inodesFree: ffree, inodesUsedPercent: percent(used, files) }
}

function percent(used: number, of: number): number | undefined {
  return of > 0 ? Math.ceil((100 * used) / of) : undefined
}
