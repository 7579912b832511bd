import type buildCache from '../../facts/build-cache.ts'
import { type Looked, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { askDocument, askList, DOCKER_SOCKET, type Endpoint } from '../docker/docker-api.ts'
import { apiMinorOf } from '../docker/engine.ts'
import { flagIn, textIn, valueIn } from '../json-field.ts'
import type { NodeView } from '../node-view.ts'

/**
 * BuildKit knows the size of a record from its own database, except of those that nobody asked for since they were
 * made: these it measures once (https://github.com/moby/buildkit/blob/master/cache/manager.go, DiskUsage). No layer of
 * an image and no volume is walked. Before API 1.42 (Docker 23) there is no question that asks for so little.
 */
const dockerBuildCache: Probe<NodeView> = {
  summary: 'Adds up the build cache of BuildKit in dockerd, without the walk of `docker system df`.',
  yields: ['build-cache', 'runtime-answer'],
  rights: [DOCKER_SOCKET],
  deadlineMs: 5_000,
  async look(view) {
    const version = await askDocument(view, 'version')
    const endpoint = endpointFor(apiMinorOf(version.json))
    if (endpoint) return addUp(view, endpoint)
    const tooOld = version.json === undefined ? [] : [TOO_OLD]
    return { facts: version.facts, notChecked: [...version.notChecked, ...tooOld] }
  },
}

export default dockerBuildCache

const TOO_OLD: NotChecked = {
  what: 'docker build-cache',
  why: 'not-here',
  says: 'dockerd before 23.0 (API 1.42) tells its build cache only with a walk of all layers; run `docker buildx du` by hand',
}

function endpointFor(apiMinor: number | undefined): Endpoint | undefined {
  if (apiMinor === undefined || apiMinor < 42) return undefined
  return apiMinor < 44 ? 'build-cache-1.42' : 'build-cache-1.44'
}

async function addUp(view: NodeView, endpoint: Endpoint): Promise<Looked> {
  const total = { records: 0, totalBytes: 0, cacheMountBytes: 0, inUse: 0 }
  let unread = 0
  const asked = await askList(view, endpoint, (item) => {
    const record = readRecord(item)
    if (!record) {
      unread++
      return
    }
    total.records++
    if (record.isInUse) total.inUse++
    if (record.isShared) return
    total.totalBytes += record.bytes
    if (record.type === 'exec.cachemount') total.cacheMountBytes += record.bytes
  })
  if (asked.ended === 'whole' && unread === 0)
    return { facts: [...asked.facts, measured<typeof buildCache>('build-cache', total)], notChecked: [] }
  const cut: NotChecked = {
    what: 'docker build-cache',
    why: 'budget',
    says: `the list was not read to its end: at least ${total.records} records, ${total.totalBytes} bytes`,
  }
  return { facts: asked.facts, notChecked: asked.ended === undefined ? asked.notChecked : [cut] }
}

/** Undefined when it lacks a field that every record has. */
function readRecord(item: unknown) {
  const [type, bytes] = [textIn(item, 'Type'), valueIn(item, 'Size')]
  const [isInUse, isShared] = [flagIn(item, 'InUse'), flagIn(item, 'Shared')]
  if (type === undefined || isInUse === undefined || isShared === undefined) return undefined
  return typeof bytes === 'number' && bytes >= 0 ? { type, bytes, isInUse, isShared } : undefined
}
