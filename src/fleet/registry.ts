import type { WebSocket } from 'ws'
import type { FactKind } from '../model/fact.ts'
import type { ConnectedAgent, PoolFleet } from '../model/fleet.ts'
import { KnownError } from '../model/known-error.ts'
import { askAll } from './ask-all.ts'
import { Connection } from './connection.ts'
import { quote } from './foreign-text.ts'
import type { Identity } from './identity.ts'
import type { Limits } from './limits.ts'
import type { FleetLog } from './log.ts'
import { shareProbes } from './shared-probes.ts'

export interface RegistryParts {
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly limits: Limits
  readonly log: FleetLog
  readonly now: () => number
  /** The boot of our own kernel. */
  readonly boot: string | undefined
}

/** The agents that are connected, one a node. */
export interface Registry extends PoolFleet {
  readonly add: (socket: WebSocket, identity: Identity) => void
  /** Ends what is connected as the node by a key. */
  readonly drop: (node: string, why: KnownError) => void
  readonly close: () => void
}

export function openRegistry({ kinds, limits, log, now, boot }: RegistryParts): Registry {
  const connected = new Map<string, Connection>()
  /** Not yet heard: one a node, so that one credential cannot hold many. */
  const quiet = new Map<string, Connection>()
  const share = shareProbes()
  let sorted: ConnectedAgent[] | undefined

  const enter = (connection: Connection): void => {
    const { node, by } = connection.identity
    const older = connected.get(node)
    if (older && older.identity.by !== by) {
      connection.end(taken(node))
      return
    }
    connected.set(node, connection)
    quiet.delete(node)
    sorted = undefined
    older?.end(replaced(node))
    log.info({ node, version: connection.agent?.version, replaced: older !== undefined }, 'an agent is connected')
  }
  const leave = (connection: Connection, why: KnownError): void => {
    const { node } = connection.identity
    if (quiet.get(node) === connection) quiet.delete(node)
    if (connected.get(node) === connection) {
      connected.delete(node)
      sorted = undefined
    }
    log.info({ node, why: why.code, says: why.message }, 'an agent is disconnected')
  }
  const agentOf = (node: string): ConnectedAgent | undefined => connected.get(node)?.agent

  const registry: Registry = {
    add(socket, identity) {
      quiet.get(identity.node)?.end(replaced(identity.node))
      const connection: Connection = new Connection(socket, {
        identity,
        kinds,
        limits,
        now,
        boot,
        share,
        onHello: () => enter(connection),
        onEnd: (why) => leave(connection, why),
      })
      quiet.set(identity.node, connection)
    },
    drop(node, why) {
      for (const connection of [quiet.get(node), connected.get(node)])
        if (connection?.identity.by === 'key') connection.end(why)
    },
    close() {
      const why = new KnownError('app-stops', 'the app stops; come again soon')
      for (const connection of [...quiet.values(), ...connected.values()]) connection.end(why)
    },
    agents() {
      sorted ??= [...connected.values()].flatMap(({ agent }) => agent ?? []).sort(byNode)
      return sorted
    },
    agentOf,
    async ask(node, probes, options) {
      const connection = connected.get(node)
      if (!connection) throw noSuchNode(node)
      return connection.ask(probes, options)
    },
    askAll: (nodes, probes, options) => askAll(registry, nodes, probes, options, limits.askedAtOnce),
  }
  return registry
}

function byNode(a: ConnectedAgent, b: ConnectedAgent): number {
  return a.node < b.node ? -1 : 1
}

function noSuchNode(node: string): KnownError {
  return new KnownError('no-such-node', `no agent of a node ${quote(node)} is connected`)
}

function replaced(node: string): KnownError {
  return new KnownError('agent-replaced', `another agent connected as \`${node}\``)
}

function taken(node: string): KnownError {
  return new KnownError(
    'node-name-taken',
    `\`${node}\` is the name of a Kubernetes node and of an enrolled host; enrol the host under another name`,
  )
}
