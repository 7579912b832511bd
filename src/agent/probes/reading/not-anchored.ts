import type { NotChecked } from '../../../model/probe.ts'
import type { NodeView } from '../../node-view.ts'

/** A path of the node that is not seen by way of an anchor: nobody knows whether it is there, or what is in its place by now. */
export function notAnchored(view: NodeView, path: string): NotChecked {
  const isAnchor = view.anchors.some((anchor) => anchor.path === path)
  return isAnchor
    ? {
        what: path,
        why: 'not-trusted',
        says: 'its anchor shows what was deleted or replaced on the node since the agent started',
      }
    : { what: path, why: 'missing-right', says: 'needs this path of the node as an anchor' }
}
