/**
 * Real faults on one machine: each is made, the error that a real command then gives is matched, the real agent is asked
 * over its real connection, and must confirm the case with the right number; at the end the healthy node must rule out
 * the same cases. docs/lab.md says what is needed and what is touched.
 *
 *     npm run lab [-- FAULT…]
 *
 * Exits with 1 when one of them fails, or when the machine is not what it was before.
 */
import { runInside } from './inside.ts'
import { runOutside } from './outside.ts'

const [place, ...rest] = process.argv.slice(2)
process.exitCode = place === '--inside' ? await runInside(rest) : await runOutside(process.argv.slice(2))
