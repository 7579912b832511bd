import { z } from 'zod'
import { isAnonymous, isDockerName } from '../../parsers/text/docker-name.ts'
import type { NodeView } from '../node-view.ts'

const listed = z.object({
  Name: z.string().refine(isDockerName),
  Driver: z.string(),
  Mountpoint: z.string().max(4096).catch(''),
  Options: z.record(z.string(), z.unknown()).nullish().catch(undefined),
})

export interface Volume {
  readonly name: string
  readonly anonymous: boolean
  /** Its directory, when it is one of dockerd's own: not a mount that the volume's options ask for, which may hang. */
  readonly directory: string | undefined
}

/** One item of `GET /volumes`. */
export function readVolume(item: unknown): Volume | undefined {
  const { data } = listed.safeParse(item)
  if (!data) return undefined
  const { Name, Driver, Mountpoint, Options } = data
  const plain = Driver === 'local' && Object.keys(Options ?? {}).length === 0
  const own = plain && Mountpoint.startsWith('/') && Mountpoint.endsWith(`/volumes/${Name}/_data`)
  const directory = own && !Mountpoint.includes('/../') ? Mountpoint : undefined
  return { name: Name, anonymous: isAnonymous(Name), directory }
}

/** Where a directory below an anchor is seen from here; undefined when it is not. */
export function seenBelow(view: NodeView, path: string): string | undefined {
  if (!view.contained) return path
  const anchor = view.anchors.find((it) => path === it.path || path.startsWith(`${it.path}/`))
  return anchor && anchor.at + path.slice(anchor.path.length)
}
