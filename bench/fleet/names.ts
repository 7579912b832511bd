import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'

const SCRIPT = fileURLToPath(new URL('./child-names.mjs', import.meta.url))
const GIVE_UP_MS = 300_000

export const names: Goal = {
  id: 'E5',
  promise: '1,000,000 typed names of nodes make no connection and no question to a name server (seen by strace)',
  measure: (size) => watch('look-up', size === 'full' ? 1_000_000 : 50_000),
  control: { without: 'the look-up (the name is dialled)', measure: () => watch('dial', 50) },
}

/** Everything that a process says to the network, from its start to its end. */
async function watch(how: 'look-up' | 'dial', count: number): Promise<Result> {
  const trace = join(newFolder(), 'trace')
  const command = [process.execPath, SCRIPT, compileProduction(), how, String(count)]
  const options = ['-f', '--seccomp-bpf', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', trace]
  const { status, stderr } = spawnSync('strace', [...options, ...command], { timeout: GIVE_UP_MS, encoding: 'utf8' })
  if (status !== 0) throw new Error(`strace or its child ended with ${status}: ${stderr}`)
  const calls = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\b(?:connect|sendto|sendmsg|sendmmsg)\(.*AF_INET/.test(line))
  return { good: calls.length === 0, says: `${count} names, ${calls.length} calls to the network` }
}
