/** The hosts outside Kubernetes whose agents may connect, each by a key of its own. Of a key only the digest is kept. */
export interface Hosts {
  /** Keeps an invitation. An older one of the same node is void; a host that is enrolled stays until the new key is used. */
  readonly invite: (invitation: Invitation) => Promise<void>
  readonly invitation: (keyId: string) => Promise<Invitation | undefined>
  /** Uses an invitation up and keeps the host in its place, both or neither. False when it was used or revoked meanwhile. */
  readonly admit: (invitationKeyId: string, host: Host) => Promise<boolean>
  readonly host: (keyId: string) => Promise<Host | undefined>
  /** In the order of their nodes' names. */
  readonly invitations: () => Promise<readonly Invitation[]>
  readonly all: () => Promise<readonly Host[]>
  /** False when the node had neither a key nor an invitation. */
  readonly revoke: (node: string) => Promise<boolean>
}

/** A key as it is kept: `id` finds it, `digest` (SHA-256, hexadecimal) knows it again. */
export interface KeptKey {
  readonly id: string
  readonly digest: string
}

interface NamedHost {
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
  readonly key: KeptKey
}

/** An enrolment key that nobody has used yet. Times are milliseconds since the epoch. */
export interface Invitation extends NamedHost {
  readonly madeAt: number
  readonly expiresAt: number
}

export interface Host extends NamedHost {
  readonly enrolledAt: number
}
