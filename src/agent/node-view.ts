import { isDeletedAnchor } from './probes/reading/deleted-anchor.ts'

/** How this agent sees its node. Probes read through it and through nothing else. Plain JSON: it is handed to the probe children. */
export interface NodeView {
  /** The agent has namespaces of its own: what the kernel answers per namespace is not the node's. */
  readonly contained: boolean
  /** The node's procfs: `/proc`, or `/host/proc` in a container. */
  readonly proc: string
  /** The node's sysfs: `/sys`, or `/host/sys`. */
  readonly sys: string
  /** Files and leaf directories of the node that may be looked at: `path` on the node, `at` as seen from here. On the node itself empty: every path is its own. */
  readonly anchors: readonly Anchor[]
  /** Also asks file systems behind a network or FUSE, each of which may hang and cost a child. */
  readonly remote: boolean
  /** Unix sockets, opt-in; undefined when not given. As seen from here. */
  readonly dockerSocket: string | undefined
  readonly criSocket: string | undefined
  readonly kubelet: KubeletAccess | undefined
}

export interface Anchor {
  readonly path: string
  readonly at: string
}

/** The kubelet's own endpoint, at a literal address. */
export interface KubeletAccess {
  readonly url: string
  readonly tokenFile: string | undefined
  readonly caFile: string | undefined
}

/** Where a path of the node is seen from here; undefined when it is not, or when it is only seen as it was before it was deleted. */
export function seenAt(view: NodeView, path: string): string | undefined {
  if (!view.contained) return path
  const at = view.anchors.find((anchor) => anchor.path === path)?.at
  return at === undefined || isDeletedAnchor(view.proc, at) ? undefined : at
}
