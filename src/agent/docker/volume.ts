import { isAnonymous, isDockerName } from '../../parsers/text/docker-name.ts'
import { textIn, valueIn } from '../json-field.ts'
import type { NodeView } from '../node-view.ts'
import { isDeletedAnchor } from '../probes/reading/deleted-anchor.ts'

export interface Volume {
  readonly name: string
  readonly anonymous: boolean
  /** Its directory, when it is one of dockerd's own: not a mount that the volume's options ask for, which may hang. */
  readonly directory: string | undefined
}

/** One item of `GET /volumes`. */
export function readVolume(item: unknown): Volume | undefined {
  const name = textIn(item, 'Name') ?? ''
  const driver = textIn(item, 'Driver')
  if (!isDockerName(name) || driver === undefined) return undefined
  const path = textIn(item, 'Mountpoint', 4096) ?? ''
  const plain = driver === 'local' && Object.keys(valueIn(item, 'Options') ?? {}).length === 0
  const own = plain && path.startsWith('/') && path.endsWith(`/volumes/${name}/_data`)
  const directory = own && !path.includes('/../') ? path : undefined
  return { name, anonymous: isAnonymous(name), directory }
}

/** Where a directory below an anchor is seen from here; undefined when it is not. */
export function seenBelow(view: NodeView, path: string): string | undefined {
  if (!view.contained) return path
  const anchor = view.anchors.find((it) => path === it.path || path.startsWith(`${it.path}/`))
  return anchor && !isDeletedAnchor(view.proc, anchor.at) ? anchor.at + path.slice(anchor.path.length) : undefined
}
