import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const MEBIBYTE = 1024 * 1024

/** Shared memory counts in parts: https://docs.kernel.org/filesystems/proc.html, smaps_rollup. */
export function pssMebibytes(pids: readonly number[]): number {
  return sum(pids.map((pid) => kibibytes(`/proc/${pid}/smaps_rollup`, 'Pss')))
}

/** The most that a process ever had in memory. */
export function peakMebibytes(pid: number): number {
  return kibibytes(`/proc/${pid}/status`, 'VmHWM')
}

/** Forgets the peak until now, and gives what is left of it. */
export function startPeak(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return peakMebibytes(pid)
}

/** Time on a processor since they were started, of all their threads that are still there. */
export function processorMs(pids: readonly number[]): number {
  const threads = pids.flatMap((pid) => readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`))
  return sum(threads.map((path) => Number(readFileSync(`${path}/schedstat`, 'utf8').split(' ')[0]) / 1e6))
}

function kibibytes(file: string, field: string): number {
  const [, text = 'NaN'] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8')) ?? []
  return (Number(text) * 1024) / MEBIBYTE
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
