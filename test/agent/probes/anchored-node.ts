import { join } from 'node:path'
import type { NodeView } from '../../../src/agent/node-view.ts'
import { scratchNode } from './scratch-node.ts'

/** A node seen from a container: `files` are paths of the node, of which those in `anchors` can be seen. */
export function anchoredNode(files: Readonly<Record<string, string>>, anchors: readonly string[]): NodeView {
  const view = scratchNode(Object.fromEntries(Object.entries(files).map(([path, text]) => [path.slice(1), text])))
  return { ...view, contained: true, anchors: anchors.map((path) => ({ path, at: join(view.folder, path) })) }
}
