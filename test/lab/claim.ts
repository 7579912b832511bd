import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { CGROUPS, killAll, removeCgroups } from './cgroups.ts'
import { readSysctl, SYSCTLS, writeSysctl } from './sysctl.ts'

const PREFIX = 'casebook-lab-'
const FILE = 'claim.json'

const claim = z.object({
  /** The process outside; its start tells it from a later one of the same number. */
  pid: z.number(),
  startedTicks: z.string(),
  folder: z.string(),
  cgroup: z.string().regex(/^casebook-lab-\d{1,10}$/),
  sysctls: z.partialRecord(z.enum(SYSCTLS), z.string()),
})

/** What one run takes of the machine, written down before it is taken, so that a later run can give it back. */
export type Claim = z.infer<typeof claim>

export function makeClaim(): Claim {
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  const { pid } = process
  const sysctls = Object.fromEntries(SYSCTLS.map((name) => [name, readSysctl(name)]))
  const made = { pid, startedTicks: startOf(pid) ?? '', folder, cgroup: `${PREFIX}${pid}`, sysctls }
  // Whole or not at all: a later run reads it.
  writeFileSync(join(folder, `${FILE}.new`), JSON.stringify(made))
  renameSync(join(folder, `${FILE}.new`), join(folder, FILE))
  mkdirSync(join(CGROUPS, 'pids', made.cgroup))
  return made
}

/** Ends every process, and makes every number, cgroup and folder what they were. Resolves with what the run had not put back itself. */
export async function giveBack({ folder, cgroup, sysctls }: Claim): Promise<string[]> {
  const alive = await killAll(cgroup)
  const numbers = SYSCTLS.flatMap((name) => {
    const [before, now] = [sysctls[name], readSysctl(name)]
    if (before === undefined || now === before) return []
    writeSysctl(name, before)
    return [`the lab left ${name} at ${now}; it is ${before} again`]
  })
  const cgroups = await removeCgroups(cgroup)
  rmSync(folder, { recursive: true, force: true })
  return [...(alive > 0 ? [`${alive} processes of the lab cannot be ended`] : []), ...numbers, ...cgroups]
}

/** The claims of runs that were made before this one. */
export function findClaims(): { readonly running: readonly Claim[]; readonly abandoned: readonly Claim[] } {
  const claims = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .flatMap((name) => readClaim(join(tmpdir(), name)) ?? [])
  const isRunning = ({ pid, startedTicks }: Claim): boolean => startOf(pid) === startedTicks
  return { running: claims.filter(isRunning), abandoned: claims.filter((it) => !isRunning(it)) }
}

/** Anybody may write to a folder for temporary files: only what root wrote is believed. */
function readClaim(folder: string): Claim | undefined {
  const { uid } = lstatSync(folder)
  const file = join(folder, FILE)
  if (uid !== 0 || !existsSync(file)) return undefined
  const { data } = claim.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return data?.folder === folder ? data : undefined
}

/** In ticks since boot: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
