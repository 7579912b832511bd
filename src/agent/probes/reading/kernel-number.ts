import type { NodeView } from '../../node-view.ts'
import { readStart } from './bounded-file.ts'

/** The number that a file of the kernel starts with. Throws what the kernel says, and when there is no number. */
export function readKernelNumber(path: string): number {
  const [word = ''] = readStart(path, 128).trim().split(/\s+/, 1)
  if (!/^-?\d{1,20}$/.test(word)) throw new Error(`expected a number, got ${JSON.stringify(word.slice(0, 40))}`)
  return Number(word)
}

/** The same for a file that may be absent or closed to us, or hold a word (`max`). */
export function findKernelNumber(path: string): number | undefined {
  try {
    return readKernelNumber(path)
  } catch {
    return undefined
  }
}

/** A kernel parameter by its name with dots. */
export function findSysctl(view: NodeView, name: string): number | undefined {
  return findKernelNumber(sysctlFile(view, name))
}

export function sysctlFile(view: NodeView, name: string): string {
  return `${view.proc}/sys/${name.replaceAll('.', '/')}`
}
