import type { Change } from '../../model/store.ts'
import type { Tools } from '../tools.ts'
import type { Incoming } from './incoming.ts'

/** Handles one kind of event: a file of `slack/events/`, named after the kind. Returns what is to be on disk when the event is done. */
export type EventHandler<Kind extends Incoming['kind']> = (
  incoming: Extract<Incoming, { kind: Kind }>,
  tools: Tools,
) => Promise<Change>
