import type { NotChecked } from '../../../model/probe.ts'

/** A path of the node that is not among the anchors: nobody knows whether it is there. */
export function notAnchored(path: string): NotChecked {
  return { what: path, why: 'missing-right', says: 'needs this path of the node as an anchor' }
}
