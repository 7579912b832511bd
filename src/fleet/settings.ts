/** Where agents connect, and whose credentials count. */
export interface FleetSettings {
  readonly port: number
  /** The address to listen on; all of them when undefined. */
  readonly address: string | undefined
  /** Files in PEM. Read again when they change. */
  readonly tls: TlsFiles
  /** Undefined: no token of a ServiceAccount counts. */
  readonly kubernetes: KubernetesSettings | undefined
  /** Whether hosts may be enrolled, and those that are may connect. */
  readonly enrolment: boolean
}

export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

export interface KubernetesSettings {
  /** The API server, `https:` only. */
  readonly api: string
  /** The app's own token, read again and again because the kubelet renews it, and the authority that signed the API server's certificate. */
  readonly tokenFile: string
  readonly caFile: string
  /** `namespace/name` of the ServiceAccounts whose tokens count. */
  readonly serviceAccounts: readonly string[]
}
