import type { Hosts } from '../model/hosts.ts'
import { KnownError } from '../model/known-error.ts'
import type { Store } from '../model/store.ts'
import { quote } from './foreign-text.ts'
import { type Identity, isNodeName, Refusal } from './identity.ts'
import { isSameKey, makeKey, type PresentedKey } from './keys.ts'

export type Labels = Readonly<Record<string, string>>

/** A host outside Kubernetes: `invited` until its key was used. */
export interface EnrolledHost {
  readonly node: string
  readonly labels: Labels
  readonly state: 'invited' | 'enrolled'
  /** When it was enrolled, or until when it may be: milliseconds since the epoch. */
  readonly at: number
}

/** Hosts outside Kubernetes: an enrolment key is made by a person, shown once, and exchanged once for the host's own key. */
export interface Enrolment {
  /** The enrolment key, which nobody can tell again. Throws a KnownError when it could not be a node's name or labels. */
  readonly invite: (node: string, labels: Labels, expiresAt: number) => Promise<string>
  /** Throws a Refusal unless the enrolment key is good. */
  readonly exchange: (key: PresentedKey) => Promise<{ readonly node: string; readonly key: string }>
  /** Throws a Refusal unless the key is that of an enrolled host. */
  readonly identify: (key: PresentedKey) => Promise<Identity>
  readonly list: () => Promise<readonly EnrolledHost[]>
  /** False when there was nothing to revoke. */
  readonly revoke: (node: string) => Promise<boolean>
}

export function openEnrolment({ hosts, audit }: Pick<Store, 'hosts' | 'audit'>, now: () => number): Enrolment {
  const note = (actor: string, action: string, node: string): Promise<void> =>
    audit({ at: now(), actor, action, object: node, allowed: true })
  return {
    async invite(node, labels, expiresAt) {
      checkHost(node, labels)
      const { text, kept } = makeKey('enrol')
      await hosts.invite({ node, labels, key: kept, madeAt: now(), expiresAt })
      await note('operator', 'made an enrolment key', node)
      return text
    },
    async exchange(presented) {
      const { node, labels, key } = await invitationFor(hosts, presented, now())
      const { text, kept } = makeKey('host')
      if (!(await hosts.admit(key.id, { node, labels, key: kept, enrolledAt: now() }))) throw unknownKey()
      await note(node, 'enrolled', node)
      return { node, key: text }
    },
    async identify(presented) {
      const host = presented.kind === 'host' ? await hosts.host(presented.id) : undefined
      if (!host || !isSameKey(host.key, presented)) throw unknownKey()
      return { node: host.node, labels: host.labels, by: 'key' }
    },
    list: () => list(hosts),
    async revoke(node) {
      const revoked = await hosts.revoke(node)
      if (revoked) await note('operator', 'revoked', node)
      return revoked
    },
  }
}

async function invitationFor(hosts: Hosts, presented: PresentedKey, now: number) {
  const invitation = presented.kind === 'enrol' ? await hosts.invitation(presented.id) : undefined
  if (!invitation || !isSameKey(invitation.key, presented)) throw unknownKey()
  if (invitation.expiresAt <= now)
    throw new Refusal('key-expired', `the enrolment key of \`${invitation.node}\` has expired; make a new one`)
  return invitation
}

function unknownKey(): Refusal {
  return new Refusal('key-unknown', 'no such key is known: it was used, replaced or revoked, or never was one')
}

async function list(hosts: Hosts): Promise<EnrolledHost[]> {
  const [invited, enrolled] = await Promise.all([hosts.invitations(), hosts.all()])
  return [
    ...enrolled.map(({ node, labels, enrolledAt }) => ({ node, labels, state: 'enrolled' as const, at: enrolledAt })),
    ...invited.map(({ node, labels, expiresAt }) => ({ node, labels, state: 'invited' as const, at: expiresAt })),
  ]
}

const MAX_LABELS = 32
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_KEY = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,251}[A-Za-z0-9])?$/
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/

function checkHost(node: string, labels: Labels): void {
  if (!isNodeName(node))
    throw new KnownError(
      'bad-node-name',
      `expected a name of small letters, digits, \`-\` and \`.\`, at most 253, got ${quote(node)}`,
    )
  const entries = Object.entries(labels)
  if (entries.length > MAX_LABELS) throw new KnownError('bad-label', `expected at most ${MAX_LABELS} labels`)
  const bad = entries.find(([key, value]) => !LABEL_KEY.test(key) || !LABEL_VALUE.test(value))
  if (bad) throw new KnownError('bad-label', `expected a label as Kubernetes has them, got ${quote(bad.join('='))}`)
}
