import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { FactKind } from '../model/fact.ts'
import type { PoolFleet } from '../model/fleet.ts'
import { KnownError } from '../model/known-error.ts'
import type { Store } from '../model/store.ts'
import { Arrivals } from './arrivals.ts'
import type { Authorities } from './authentication.ts'
import { readCertificate, watchCertificate } from './certificate.ts'
import { readOwnBoot } from './compare-clocks.ts'
import { type Enrolment, openEnrolment } from './enrolment.ts'
import { openEntrance } from './entrance.ts'
import { openKubernetesApi } from './kubernetes/api.ts'
import { LIMITS, type Limits } from './limits.ts'
import type { FleetLog } from './log.ts'
import { Refusals } from './refusals.ts'
import { openRegistry, type Registry } from './registry.ts'
import type { FleetSettings } from './settings.ts'

export interface FleetParts {
  readonly settings: FleetSettings
  readonly kinds: ReadonlyMap<string, FactKind>
  readonly store: Pick<Store, 'hosts' | 'audit'>
  readonly log: FleetLog
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly limits?: Partial<Limits>
}

export interface RunningFleet extends PoolFleet {
  readonly port: number
  /** Enrolling and revoking as the operator; who is revoked is disconnected. */
  readonly enrolment: Enrolment
  readonly stop: () => Promise<void>
}

/** Listens for agents. Rejects with a KnownError when the certificate cannot be used or the port not be had. */
export async function startFleet(parts: FleetParts): Promise<RunningFleet> {
  const { settings, kinds, store, log, now } = parts
  const limits = { ...LIMITS, ...parts.limits }
  const certificate = await readCertificate(settings.tls)
  const registry = openRegistry({ kinds, limits, log, now, boot: readOwnBoot() })
  const enrolment = openEnrolment(store, now)
  const api = settings.kubernetes && openKubernetesApi(settings.kubernetes)
  const authorities: Authorities = {
    kubernetes: api && { api, serviceAccounts: settings.kubernetes?.serviceAccounts ?? [] },
    enrolment: settings.enrolment ? enrolment : undefined,
    log,
  }
  const arrivals = new Arrivals(limits, new Refusals(limits, now), (socket) => door.emit('connection', socket))
  const door = openEntrance(certificate, { authorities, arrivals, registry, log })
  const outside = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => arrivals.add(socket))
  await listen(outside, settings)
  const unwatch = watchCertificate(settings.tls, certificate, log, ({ cert, key }) => {
    door.setSecureContext({ cert, key, minVersion: 'TLSv1.2' })
  })
  return {
    ...registry,
    port: (outside.address() as AddressInfo).port,
    enrolment: { ...enrolment, revoke: (node) => revoke(node, enrolment, registry) },
    async stop() {
      unwatch()
      const closed = once(outside, 'close')
      outside.close()
      arrivals.close()
      registry.close()
      api?.close()
      await closed
    },
  }
}

async function revoke(node: string, enrolment: Enrolment, registry: Registry): Promise<boolean> {
  const revoked = await enrolment.revoke(node)
  registry.drop(node, new KnownError('agent-revoked', `the key of \`${node}\` was revoked`))
  return revoked
}

/** As many as the kernel keeps: after a restart all agents come at once. */
const BACKLOG = 4096

async function listen(server: Server, { port, address }: FleetSettings): Promise<void> {
  try {
    server.listen({ port, backlog: BACKLOG, ...(address === undefined ? {} : { host: address }) })
    await once(server, 'listening')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new KnownError('agents-port', `cannot listen for agents on port ${port} (${why})`, { cause })
  }
}
