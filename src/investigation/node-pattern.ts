import type { ConnectedAgent } from '../model/fleet.ts'

export type NodeTest = (agent: Pick<ConnectedAgent, 'node' | 'labels'>) => boolean

/**
 * Reads a pattern of node names (`gpu-*`) or of a label's values (`pool=gpu-*`). `*` stands for any characters, also
 * none; every other character for itself. It is held against the nodes that are connected and is nothing else than that.
 */
export function compileNodePattern(pattern: string): NodeTest {
  const at = pattern.indexOf('=')
  if (at < 0) {
    const fits = compileGlob(pattern)
    return ({ node }) => fits(node)
  }
  const label = pattern.slice(0, at)
  const fits = compileGlob(pattern.slice(at + 1))
  return ({ labels }) => Object.hasOwn(labels, label) && fits(labels[label] ?? '')
}

/** Each piece between two stars is looked for once, as far left as it goes: linear, whatever the pattern. */
function compileGlob(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*')
  const [first = ''] = pieces
  if (pieces.length === 1) return (text) => text === pattern
  const last = pieces.at(-1) ?? ''
  const between = pieces.slice(1, -1)
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
    const end = text.length - last.length
    let at = first.length
    for (const piece of between) {
      const found = text.indexOf(piece, at)
      if (found < 0 || found + piece.length > end) return false
      at = found + piece.length
    }
    return true
  }
}
