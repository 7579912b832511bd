import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { NodeView } from '../../src/agent/node-view.ts'
import { nodeOfFiles } from './node-of-files.ts'

export interface ScratchView {
  readonly view: NodeView
  /** Writes a file below `proc` or `sys`. */
  readonly write: (path: string, text: string | Buffer) => void
  readonly remove: () => void
}

/** A node made of files. */
export function makeScratchView(more: Partial<NodeView> = {}): ScratchView {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-agent-'))
  const view = nodeOfFiles(folder, more)
  for (const path of [view.proc, view.sys]) mkdirSync(path, { recursive: true })
  return {
    view,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
