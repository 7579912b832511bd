import type Database from 'better-sqlite3'
import type { Host, Invitation } from '../../model/hosts.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Row {
  readonly node: string
  readonly key_id: string
  readonly key_digest: string
  readonly labels: string
}

type InvitationRow = Row & { readonly made_at: number; readonly expires_at: number }
type HostRow = Row & { readonly enrolled_at: number }

/** The hosts outside Kubernetes that may connect, and the invitations that nobody has used yet: one row a node in each. */
export function openHosts(db: Database.Database) {
  const upsertInvitation = prepare(
    db,
    `INSERT INTO invitation (node, key_id, key_digest, labels, made_at, expires_at)
     VALUES (@node, @keyId, @keyDigest, @labels, @madeAt, @expiresAt)
     ON CONFLICT (node) DO UPDATE SET key_id = excluded.key_id, key_digest = excluded.key_digest,
       labels = excluded.labels, made_at = excluded.made_at, expires_at = excluded.expires_at`,
  )
  const upsertHost = prepare(
    db,
    `INSERT INTO host (node, key_id, key_digest, labels, enrolled_at)
     VALUES (@node, @keyId, @keyDigest, @labels, @enrolledAt)
     ON CONFLICT (node) DO UPDATE SET key_id = excluded.key_id, key_digest = excluded.key_digest,
       labels = excluded.labels, enrolled_at = excluded.enrolled_at`,
  )
  const selectInvitation = prepare<InvitationRow>(db, `SELECT * FROM invitation WHERE key_id = @keyId`)
  const selectHost = prepare<HostRow>(db, `SELECT * FROM host WHERE key_id = @keyId`)
  const selectInvitations = prepare<InvitationRow>(db, `SELECT * FROM invitation ORDER BY node`)
  const selectHosts = prepare<HostRow>(db, `SELECT * FROM host ORDER BY node`)
  const useUp = prepare(db, `DELETE FROM invitation WHERE key_id = @keyId`)
  const deleteInvitation = prepare(db, `DELETE FROM invitation WHERE node = @node`)
  const deleteHost = prepare(db, `DELETE FROM host WHERE node = @node`)

  return {
    invite(invitation: Invitation): void {
      upsertInvitation.run({ ...columnsOf(invitation), madeAt: invitation.madeAt, expiresAt: invitation.expiresAt })
    },
    invitation(keyId: string): Invitation | undefined {
      const row = selectInvitation.get({ keyId })
      return row && invitationOf(row)
    },
    admit(invitationKeyId: string, host: Host): boolean {
      if (useUp.run({ keyId: invitationKeyId }) === 0) return false
      upsertHost.run({ ...columnsOf(host), enrolledAt: host.enrolledAt })
      return true
    },
    host(keyId: string): Host | undefined {
      const row = selectHost.get({ keyId })
      return row && hostOf(row)
    },
    invitations: (): Invitation[] => selectInvitations.all({}).map(invitationOf),
    all: (): Host[] => selectHosts.all({}).map(hostOf),
    revoke: (node: string): boolean => deleteInvitation.run({ node }) + deleteHost.run({ node }) > 0,
  }
}

function columnsOf({ node, key, labels }: Invitation | Host) {
  return { node, keyId: key.id, keyDigest: key.digest, labels: toJson(labels) }
}

function invitationOf(row: InvitationRow): Invitation {
  return { ...namedHostOf(row), madeAt: row.made_at, expiresAt: row.expires_at }
}

function hostOf(row: HostRow): Host {
  return { ...namedHostOf(row), enrolledAt: row.enrolled_at }
}

function namedHostOf({ node, key_id: id, key_digest: digest, labels }: Row) {
  return { node, key: { id, digest }, labels: JSON.parse(labels) as Record<string, string> }
}
