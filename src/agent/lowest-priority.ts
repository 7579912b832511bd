import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'

const LOWEST_PRIORITY = 19

/**
 * Everything else on the node goes first from now on. To be called when what had to be loaded is loaded: on a node that
 * has no processor to spare, starting at this priority would take minutes. Linux counts it for each thread, and a new one
 * has that of whoever makes it. https://man7.org/linux/man-pages/man2/setpriority.2.html
 */
export function takeLowestPriority(): void {
  for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), LOWEST_PRIORITY)
}
