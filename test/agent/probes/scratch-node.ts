import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { NodeView } from '../../../src/agent/node-view.ts'
import { nodeOfFiles } from '../node-of-files.ts'

/** A node made of files: `proc/…` and `sys/…` below a folder that goes with the test. */
export function scratchNode(
  files: Readonly<Record<string, string>>,
  view: Partial<NodeView> = {},
): NodeView & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-node-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { ...nodeOfFiles(folder, view), folder }
}

export const ONE_PIECE = { name: 'all', pool: 'kernel' } as const
