/** Where the app is, and how the agent proves whose it is. */
export interface Endpoint {
  /** `wss:` only. */
  readonly url: URL
  /** The name that the app's certificate must have; the host of the URL when undefined. */
  readonly serverName: string | undefined
  /** The authority that signed the app's certificate, in PEM; those that Node knows when undefined. */
  readonly caFile: string | undefined
  readonly credential: Credential
}

/** Kubernetes renews a `token` while the agent runs; a host keeps its `key`. */
export interface Credential {
  readonly kind: 'token' | 'key'
  readonly file: string
}
