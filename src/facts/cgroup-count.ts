import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'cgroup-count',
  summary: 'How many cgroups the kernel keeps for one controller, and how many of them still have a directory.',
  schema: z.object({
    controller: z.string().describe('memory, cpu, pids, …'),
    count: z.number().optional().describe('cgroups that the kernel keeps, also removed ones that it cannot free yet'),
    directories: z.number().optional().describe('directories of its hierarchy, the root too'),
    removed: z.number().optional().describe('count - directories: removed, and not freed yet'),
  }),
  sources: [
    {
      run: 'cat /proc/cgroups; find /sys/fs/cgroup/memory -type d | wc -l',
      fills: ['controller', 'count', 'directories', 'removed'],
    },
    { run: 'cat /proc/cgroups', fills: ['controller', 'count'] },
  ],
  derive: joined,
})

/** Count and directories of the same controller, when the paste has one count of it. */
function joined(facts: readonly Fact[]): Derived[] {
  const rows = facts.filter((fact) => fact.kind === 'cgroup-count')
  const counts = new Map<unknown, Fact | undefined>()
  for (const row of rows.filter(({ fields }) => fields.count !== undefined))
    counts.set(row.fields.controller, counts.has(row.fields.controller) ? undefined : row)
  return rows
    .filter(({ fields }) => fields.directories !== undefined && fields.count === undefined)
    .flatMap((seen) => join(counts.get(seen.fields.controller), seen))
}

function join(kept: Fact | undefined, seen: Fact): Derived[] {
  const count = kept?.fields.count
  const { controller, directories } = seen.fields
  if (!kept || typeof count !== 'number' || typeof directories !== 'number') return []
  const removed = Math.max(0, count - directories)
  return [{ fields: { controller, count, directories, removed }, because: [kept, seen] }]
}
