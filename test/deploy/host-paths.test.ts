import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isMap, isScalar, parseDocument } from 'yaml'
import type { NodeView } from '../../src/agent/node-view.ts'
import { loadFolder } from '../../src/folder.ts'
import type { Probe } from '../../src/model/probe.ts'
import { CHART, onlyContainer, podSpec, readInstall, readInstalls, workloads } from './installs.ts'

const DOCUMENT = readFileSync(fileURLToPath(new URL('../../docs/deploy.md', import.meta.url)), 'utf8')
const VALUES = parseDocument(readFileSync(join(CHART, 'values.yaml'), 'utf8'))
const ROWS = readRows()
const PROBES = await loadFolder<Probe<NodeView>>(new URL('../../src/agent/probes/', import.meta.url))

describe.each(readInstalls().filter(({ refused }) => refused === undefined))('$name', (install) => {
  const pods = workloads(install).map(podSpec)

  test('mounts nothing of the node so that it could be written, and nothing that propagates', () => {
    for (const pod of pods) {
      const { volumeMounts } = onlyContainer(pod)
      const ofNode = new Set(pod.volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name))
      expect(volumeMounts.filter(({ name, readOnly }) => ofNode.has(name) && readOnly !== true)).toEqual([])
      expect(volumeMounts.filter(({ mountPropagation }) => mountPropagation !== undefined)).toEqual([])
    }
  })

  test('lets the runtime create nothing on the node', () => {
    const types = pods.flatMap(({ volumes }) => volumes.flatMap(({ hostPath }) => (hostPath ? [hostPath.type] : [])))
    expect(types.filter((type) => !['File', 'Directory', 'Socket', 'CharDevice'].includes(type))).toEqual([])
  })

  test('shows each path of the node at /host and the same path', () => {
    for (const pod of workloads(install)
      .filter(({ kind }) => kind === 'DaemonSet')
      .map(podSpec)) {
      const at = new Map(onlyContainer(pod).volumeMounts.map(({ name, mountPath }) => [name, mountPath]))
      const moved = pod.volumes.filter(({ name, hostPath }) => hostPath && at.get(name) !== `/host${hostPath.path}`)
      expect(moved.map(({ name }) => name).filter((name) => !/^(docker|cri)-socket$/.test(name))).toEqual([])
    }
  })
})

test('the app mounts nothing of the node', () => {
  const [app] = workloads(readInstall('app-http.yaml')).map(podSpec)
  expect(app?.volumes.filter(({ hostPath }) => hostPath)).toEqual([])
})

describe.each(entriesOf(['agent', 'hostPaths']))('the host path $name', ({ probes, path }) => {
  test('has its probes above it in values.yaml, which all are there', () => {
    expect(probes.length).toBeGreaterThan(0)
    expect(probes.filter((id) => !PROBES.has(id))).toEqual([])
  })

  test('is explained in docs/deploy.md, for the same probes', () => {
    expect(rowOf(path).probes).toEqual(probes)
    expect(rowOf(path).cells.filter((cell) => cell !== '')).toHaveLength(4)
  })
})

describe.each(entriesOf(['agent', 'optIn']))('the opt-in $name', ({ name, comment, probes, enabled }) => {
  test('is off, and has its probes and its price above it in values.yaml', () => {
    expect(enabled).toBe(false)
    expect(comment).toContain('PRICE:')
    expect(probes.length).toBeGreaterThan(0)
    expect(probes.filter((id) => !PROBES.has(id))).toEqual([])
  })

  test('is explained in docs/deploy.md, for the same probes', () => {
    expect(rowOf(name).probes).toEqual(probes)
    expect(rowOf(name).cells.filter((cell) => cell !== '')).toHaveLength(4)
  })
})

test('every probe that needs more than the default tier is in one of the tables, or under what the chart does not offer', () => {
  const needy = [...PROBES].filter(([, { rights }]) => rights !== undefined).map(([id]) => id)
  const [, notOffered = ''] = DOCUMENT.split('## What the chart does not offer')
  const told = new Set([...ROWS.flatMap(({ probes }) => probes), ...quoted(notOffered)])
  expect(needy.length).toBeGreaterThan(10)
  expect(needy.filter((id) => !told.has(id))).toEqual([])
})

interface Entry {
  readonly name: string
  readonly comment: string
  readonly probes: readonly string[]
  readonly path: string
  readonly enabled: unknown
}

/** The entries of a map in values.yaml, each with what is written above it: `For PROBE, PROBE: why`. */
function entriesOf(at: readonly string[]): Entry[] {
  const map = VALUES.getIn(at)
  if (!isMap(map)) throw new Error(`${at.join('.')} is no map`)
  return map.items.map(({ key, value }, i) => {
    if (!isScalar(key) || !isMap(value)) throw new Error(`${at.join('.')} holds something else`)
    // The comment above a map's first entry belongs to the map.
    const comment = ((i === 0 ? map.commentBefore : key.commentBefore) ?? '').replaceAll(/\s+/g, ' ')
    const probes = /^ ?For ([^:]+):/.exec(comment)?.[1]?.split(', ').toSorted() ?? []
    return { name: String(key.value), comment, probes, path: String(value.get('path')), enabled: value.get('enabled') }
  })
}

interface Row {
  readonly cells: readonly string[]
  readonly probes: readonly string[]
}

/** The rows of the tables, of which the second column names probes. */
function readRows(): Row[] {
  return DOCUMENT.split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => ({ cells: cells.map((cell) => cell.trim()), probes: quoted(cells[1] ?? '').toSorted() }))
}

function rowOf(name: string): Row {
  const row = ROWS.find(({ cells }) => cells[0] === `\`${name}\``)
  if (!row) throw new Error(`docs/deploy.md has no row for ${name}`)
  return row
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([a-z-]+)`/g)].map(([, word = '']) => word)
}
