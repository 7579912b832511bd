import { KnownError } from '../model/known-error.ts'

/** Whose agent a connection is, as its credential proved it. */
export interface Identity {
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
  /** A node of one kind never takes the place of a node of the other, whatever its name. */
  readonly by: 'kubernetes' | 'key'
}

/** A credential that does not count. Any other error is trouble of our own, and the agent may come again. */
export class Refusal extends KnownError {}

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,60}$/

/** A name as Kubernetes gives them to nodes and pods: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export function isNodeName(text: string): boolean {
  return text.length <= 253 && NAME.test(text)
}
