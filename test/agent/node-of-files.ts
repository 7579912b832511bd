import { join } from 'node:path'
import type { NodeView } from '../../src/agent/node-view.ts'

/** The view of a node whose `proc` and `sys` are folders of ours. */
export function nodeOfFiles(folder: string, more: Partial<NodeView> = {}): NodeView {
  return {
    contained: false,
    proc: join(folder, 'proc'),
    sys: join(folder, 'sys'),
    anchors: [],
    remote: false,
    dockerSocket: undefined,
    criSocket: undefined,
    kubelet: undefined,
    ...more,
  }
}
