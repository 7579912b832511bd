import type { Tools } from '../tools.ts'
import { maySetUp } from './may-set-up.ts'

/** Whether somebody may have a person's data deleted: their own, or as one who may set up a channel. A refusal is audited, without the person. */
export async function mayForget(user: string, person: string | undefined, tools: Tools): Promise<boolean> {
  const allowed = user === person || (await maySetUp(user, tools))
  if (!allowed) await auditForget(user, person, allowed, tools)
  return allowed
}

/** The person is not named: who was forgotten would be found again. */
export async function auditForget(
  user: string,
  person: string | undefined,
  allowed: boolean,
  { store, now }: Tools,
): Promise<void> {
  const object = user === person ? 'own data' : "somebody else's data"
  await store.audit({ at: now(), actor: user, action: 'forget', object, allowed })
}
