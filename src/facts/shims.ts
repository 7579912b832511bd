import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'shims',
  summary: 'How many shims of containerd run, and how many of them have nothing left to look after.',
  schema: z.object({
    count: z
      .number()
      .describe('processes with the name containerd-shim…: one for each pod, with docker one for each container'),
    childless: z
      .number()
      .optional()
      .describe('those without a child process: their container and their pause process are gone'),
    oldestChildlessSeconds: z.number().optional().describe('seconds since the oldest of those was started'),
    sandboxes: z
      .number()
      .optional()
      .describe('sandboxes that are ready, as the CRI socket lists them at the same time'),
  }),
  sources: [
    {
      run: 'ps -eo ppid,pid,etimes,comm; crictl pods',
      fills: ['count', 'childless', 'oldestChildlessSeconds', 'sandboxes'],
    },
    { run: 'ps -ef', fills: ['count', 'childless'] },
  ],
  derive: withSandboxes,
})

/** The shims of a paste beside its sandboxes, when it has one count of each. */
function withSandboxes(facts: readonly Fact[]): Derived[] {
  const [shims, ...otherShims] = facts.filter((fact) => fact.kind === 'shims')
  const [pods, ...otherPods] = facts.filter((fact) => fact.kind === 'sandboxes' && fact.fields.ready !== undefined)
  if (!shims || !pods || otherShims.length > 0 || otherPods.length > 0) return []
  return [{ fields: { ...shims.fields, sandboxes: pods.fields.ready }, because: [shims, pods] }]
}
