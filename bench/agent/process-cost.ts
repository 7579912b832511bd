import { readFileSync, writeFileSync } from 'node:fs'

const MEBIBYTE = 1024 * 1024

/** Shared memory counts in parts: https://docs.kernel.org/filesystems/proc.html, smaps_rollup. */
export function pssMebibytes(pids: readonly number[]): number {
  return sum(pids.map((pid) => kibibytes(`/proc/${pid}/smaps_rollup`, 'Pss')))
}

/** The most that a process ever had in memory. */
export function peakMebibytes(pid: number): number {
  return kibibytes(`/proc/${pid}/status`, 'VmHWM')
}

/** Forgets the peak until now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** Time on a processor since they were started. */
export function processorMs(pids: readonly number[]): number {
  return sum(pids.map((pid) => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6))
}

function kibibytes(file: string, field: string): number {
  const [, text = 'NaN'] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8')) ?? []
  return (Number(text) * 1024) / MEBIBYTE
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
