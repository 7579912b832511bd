import type { Tools } from '../tools.ts'

/** Whether a person may change what Casebook does in a channel: the admins that the configuration names; without any, every full member. Fails closed: of whom Slack says nothing may nothing. */
export async function maySetUp(user: string, { config, person }: Pick<Tools, 'config' | 'person'>): Promise<boolean> {
  if (config.admins.length > 0) return config.admins.includes(user)
  return (await person(user)).isMember
}
