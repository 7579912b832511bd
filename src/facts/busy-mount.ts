import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

export default defineFactKind({
  id: 'busy-mount',
  summary: 'How many processes use a mount whose unmount was refused.',
  schema: z.object({
    path: z.string().describe('the mount point'),
    users: z.number().describe('processes with an open file, a working directory, a root or a mapping on it'),
    pid: z.number().optional().describe('the first of them'),
    process: z.string().optional().describe('its name'),
  }),
  place: 'path',
  sources: [{ run: 'fuser -vm <path>', fills: ['path', 'users', 'pid', 'process'] }],
  derive: usersOfRefused,
})

/** Files of a mount in use are nothing to worry about; they matter once its unmount was refused. */
function usersOfRefused(facts: readonly Fact[]): Derived[] {
  const refused = new Map(rows(facts, 'refused-unmount').map((fact) => [fact.fields.path, fact]))
  return rows(facts, 'mount-users').flatMap((users) => {
    const refusal = refused.get(users.fields.path)
    return refusal ? [{ fields: users.fields, because: [refusal, users] }] : []
  })
}

function rows(facts: readonly Fact[], kind: string): readonly Fact[] {
  return facts.filter((fact) => fact.kind === kind)
}
