import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const GREP = "grep -r '' /sys/fs/cgroup/cpuset --include=cpuset.cpus --include=cpuset.mems"

export default defineFactKind({
  id: 'cpuset',
  summary: 'The CPUs and memory nodes that one cgroup of version 1 may use.',
  schema: z.object({
    cgroup: z.string().describe('path of the cgroup below the mount of its hierarchy'),
    cpus: z.string().optional().describe('cpuset.cpus as the kernel prints it, cut to 200 characters; empty for none'),
    mems: z.string().optional().describe('cpuset.mems as the kernel prints it, cut to 200 characters; empty for none'),
    empty: z.boolean().describe('it has no CPU or no memory node: no process can enter it'),
  }),
  place: 'cgroup',
  sources: [{ run: GREP, fills: ['cgroup', 'cpus', 'mems', 'empty'] }],
})
