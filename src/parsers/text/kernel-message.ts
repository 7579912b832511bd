import type { KernelLine } from './kernel-line.ts'

/** Lines of the kernel's log that differ in their numbers only. */
export interface KernelMessage {
  latest: KernelLine
  readonly first: KernelLine
  count: number
}

const TEXT_MAX = 300

/** The same for texts that differ in their numbers only. */
export function kernelMessageKey(text: string): string {
  return text.slice(0, TEXT_MAX).replace(/0x[0-9a-f]{1,16}|\d{1,20}/g, '#')
}

/** The fields of its `kernel-message` fact. */
export function describeKernelMessage({ latest, first, count }: KernelMessage) {
  return {
    text: latest.text.slice(0, TEXT_MAX),
    count,
    uptimeSeconds: latest.uptimeSeconds,
    spanSeconds:
      count > 1
        ? (between(first.uptimeSeconds, latest.uptimeSeconds) ?? between(first.second, latest.second))
        : undefined,
  }
}

/** Undefined when the later one is earlier: the node booted in between, or lines were sorted otherwise. */
function between(earlier: number | undefined, later: number | undefined): number | undefined {
  if (earlier === undefined || later === undefined || later < earlier) return undefined
  return Math.round((later - earlier) * 1e6) / 1e6
}
