import { MUTE_WORDING, type MuteRefusal } from '../../messages/slack/mute-wording.ts'
import { closest } from '../../model/closest.ts'
import type { Mute, MuteScope } from '../../model/mute.ts'
import { maySetUp } from '../people/may-set-up.ts'
import type { Typed } from '../subcommand.ts'
import type { Tools } from '../tools.ts'
import type { WantedMute } from './read-mute.ts'

/** More than this nobody looks through; each is there because somebody wanted it. */
const MOST_MUTES = 500

/** Mutes a case for somebody who may; the mute that holds from then on, or why none does. Either is audited. */
export async function mute(scope: MuteScope, forMs: number, user: string, tools: Tools): Promise<Mute | MuteRefusal> {
  const { store, person, now } = tools
  const at = now()
  const wanted = { ...scope, by: user, byName: (await person(user)).name ?? '', at, until: at + forMs }
  const refusal = await refusalOf(wanted, user, tools)
  const audit = { at, actor: user, action: 'mute', object: inAudit(wanted, tools), allowed: refusal === undefined }
  await store.commit({ audit, ...(refusal === undefined && { mute: wanted }) })
  await tools.mutes.refresh()
  return refusal ?? wanted
}

/** Notes that somebody who may not tried to. */
export async function refuseMute(scope: MuteScope, user: string, tools: Tools): Promise<void> {
  const object = inAudit(scope, tools)
  await tools.store.audit({ at: tools.now(), actor: user, action: 'mute', object, allowed: false })
}

/** Takes a mute back. `none`: there is no such mute. */
export async function unmute(scope: MuteScope, user: string, tools: Tools): Promise<MuteRefusal | undefined> {
  const { store, now } = tools
  const refusal = await refusalToTakeBack(scope, user, tools)
  const object = inAudit(scope, tools)
  const audit = { at: now(), actor: user, action: 'unmute', object, allowed: refusal === undefined }
  await store.commit({ audit, ...(refusal === undefined && { unmute: scope }) })
  await tools.mutes.refresh()
  return refusal
}

/** Where a command meant: a channel is only ever the one in which it was typed. */
export function scopeOf({ caseId, everywhere, node }: WantedMute, { channel }: Typed, { cases }: Tools): MuteScope {
  const known = cases.find((it) => it.id === caseId || it.aliases.includes(caseId))
  return { caseId: known?.id ?? caseId, channel: everywhere ? undefined : channel, node }
}

export function muteRefused(
  refusal: MuteRefusal,
  { caseId }: MuteScope,
  { language }: Typed,
  { cases }: Tools,
): string {
  const guess = closest(
    caseId,
    cases.map(({ id }) => id),
  )
  return MUTE_WORDING[language].refused[refusal](caseId.slice(0, 100), guess)
}

async function refusalOf(wanted: Mute, user: string, tools: Tools): Promise<MuteRefusal | undefined> {
  if (!(await maySetUp(user, tools))) return 'not-allowed'
  if (!tools.cases.some(({ id }) => id === wanted.caseId)) return 'unknown'
  const active = await tools.store.mutes.active(wanted.at)
  return active.length >= MOST_MUTES && !active.some((it) => isSameScope(it, wanted)) ? 'too-many' : undefined
}

async function refusalToTakeBack(scope: MuteScope, user: string, tools: Tools): Promise<MuteRefusal | undefined> {
  if (!(await maySetUp(user, tools))) return 'not-allowed'
  const active = await tools.store.mutes.active(tools.now())
  return active.some((it) => isSameScope(it, scope)) ? undefined : 'none'
}

function isSameScope(one: MuteScope, other: MuteScope): boolean {
  return one.caseId === other.caseId && one.channel === other.channel && one.node === other.node
}

/** What is no case is whatever a person typed: it stays out. */
function inAudit(
  { caseId, channel, node, ...rest }: MuteScope & Partial<Pick<Mute, 'until'>>,
  { cases }: Pick<Tools, 'cases'>,
): string {
  const until = rest.until === undefined ? '' : ` until=${new Date(rest.until).toISOString()}`
  return `case=${cases.some(({ id }) => id === caseId) ? caseId : '?'} channel=${channel ?? '*'} node=${node ?? '*'}${until}`
}
