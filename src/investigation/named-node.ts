import type { Fact } from '../model/fact.ts'

/** Node names are DNS names. */
const WORD = /[a-z0-9][a-z0-9.-]*/gi
const MAX_NAME = 253
/** A log that names no node on its first pages is not read further. */
const MAX_TEXT = 1_000_000

/**
 * The one connected node that a paste is about: the node of what it lists (a pod, an event, the node itself), else the
 * one whose name stands in it as a word. Undefined when it names none, or several: nobody is to be sent to a wrong node.
 */
export function nodeNamedIn(
  text: string,
  facts: readonly Fact[],
  isConnected: (name: string) => boolean,
): string | undefined {
  return only(nodesListedIn(facts), isConnected) ?? only(wordsOf(text), isConnected)
}

/** The nodes that rows are about: of a pod or an event its node, of a node its name. */
export function nodesListedIn(facts: readonly Fact[]): string[] {
  return facts.flatMap(nodeOf)
}

function nodeOf({ kind, fields }: Fact): string[] {
  const name = kind === 'node' ? fields.name : fields.node
  return typeof name === 'string' ? [name] : []
}

function* wordsOf(text: string): Generator<string> {
  for (const [found] of text.slice(0, MAX_TEXT).matchAll(WORD)) {
    const word = found.replace(/[.-]{1,20}$/, '')
    if (word.length <= MAX_NAME) yield word
  }
}

function only(names: Iterable<string>, isConnected: (name: string) => boolean): string | undefined {
  const tried = new Set<string>()
  const found = new Set<string>()
  for (const name of names) {
    if (tried.has(name)) continue
    tried.add(name)
    const known = [name, name.toLowerCase()].find(isConnected)
    if (known !== undefined) found.add(known)
    if (found.size > 1) return undefined
  }
  const [node] = found
  return node
}
