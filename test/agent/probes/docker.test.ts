import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NodeView } from '../../../src/agent/node-view.ts'
import dockerBuildCache from '../../../src/agent/probes/docker-build-cache.ts'
import dockerContainers from '../../../src/agent/probes/docker-containers.ts'
import dockerEngine from '../../../src/agent/probes/docker-engine.ts'
import dockerGoroutines from '../../../src/agent/probes/docker-goroutines.ts'
import dockerVolumes from '../../../src/agent/probes/docker-volumes.ts'
import type { Looked, Probe } from '../../../src/model/probe.ts'
import { dockerDouble, type Reply } from '../docker/docker-double.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const POOL = [
  ['Pool Name', 'docker-thinpool'],
  ['Data Space Used', '98.8GB'],
  ['Data Space Total', '100GB'],
  ['Data Space Available', '1.2GB'],
  ['Metadata Space Used', '20MB'],
  ['Metadata Space Total', '1GB'],
  ['Metadata Space Available', '980MB'],
  ['Thin Pool Minimum Free Space', '10GB'],
  ['Library Version', '1.02.175 (2021-01-08)'],
]
const ALL = '/containers/json?all=true'
const STUCK = '/containers/json?all=true&filters={"status":["created","removing","dead"]}'
const DANGLING = '/volumes?filters={"dangling":["true"]}'
const ANONYMOUS = 'a1'.repeat(32)
const LIST = { name: 'list', pool: 'kernel', task: 'list' } as const
const DIRECTORIES = { name: 'directories', pool: 'local', task: 'directories' } as const

test.each<[string, Probe<NodeView>]>([
  ['docker-engine', dockerEngine],
  ['docker-containers', dockerContainers],
  ['docker-volumes', dockerVolumes],
  ['docker-build-cache', dockerBuildCache],
  ['docker-goroutines', dockerGoroutines],
])('%s names the right that is missing without a socket', async (_, probe) => {
  const { facts, notChecked } = await probe.look(scratchNode({}), ONE_PIECE)
  expect(facts).toEqual([])
  expect(new Set(notChecked.map(({ why }) => why))).toEqual(new Set(['missing-right']))
})

test('tells the thin pool of devicemapper, and none of another driver', async () => {
  const version = { '/version': { ApiVersion: '1.41' } }
  const info = { ServerVersion: '20.10.24', Driver: 'devicemapper', DriverStatus: POOL }
  const { facts } = await look(dockerEngine, { ...version, '/info': info })
  expect(rows(facts, 'thin-pool')).toEqual([
    {
      name: 'docker-thinpool',
      dataUsedPercent: 98.8,
      metadataUsedPercent: 2,
      dataBytes: 100e9,
      dataAvailableBytes: 1.2e9,
      metadataAvailableBytes: 980e6,
      minimumFreeBytes: 10e9,
    },
  ])
  const other = await look(dockerEngine, { ...version, '/info': { ...info, Driver: 'overlay2' } })
  expect(rows(other.facts, 'thin-pool')).toEqual([])
})

test('tells the daemon, its software and that it answered; no field that may hold a password', async () => {
  const { facts, notChecked } = await look(dockerEngine, {
    '/version': {
      ApiVersion: '1.41',
      Components: [{ Name: 'runc', Version: '1.1.5+ds1' }, { Name: 'Engine', Version: '20.10.24' }, { Name: 7 }],
    },
    '/info': {
      ServerVersion: '20.10.24',
      Driver: 'overlay2',
      DriverStatus: [
        ['Backing Filesystem', 'extfs'],
        ['Supports d_type', 'true'],
      ],
      CgroupDriver: 'cgroupfs',
      CgroupVersion: '1',
      Containers: 3,
      HttpProxy: 'http://user:secret@10.0.0.1:3128',
    },
  })
  expect(notChecked).toEqual([])
  expect(rows(facts, 'docker-engine')).toEqual([
    {
      version: '20.10.24',
      storageDriver: 'overlay2',
      backingFilesystem: 'extfs',
      supportsDType: true,
      cgroupDriver: 'cgroupfs',
      cgroupVersion: 1,
      containers: 3,
    },
  ])
  expect(rows(facts, 'runtime-answer')).toMatchObject([
    { question: 'version', answered: true },
    { question: 'info', answered: true },
  ])
  expect(JSON.stringify(facts)).not.toContain('secret')
})

test('reads the components as far as they are of the form that is known', async () => {
  const { facts } = await look(dockerEngine, {
    '/version': {
      Components: [
        { Name: 'runc', Version: '1.1.5+ds1' },
        { Name: 'other', Version: '1.0' },
      ],
    },
    '/info': {},
  })
  expect(rows(facts, 'component-version')).toEqual([
    { component: 'runc', version: '1.1.5+ds1', major: 1, minor: 1, patch: 5 },
  ])
  expect(rows(facts, 'docker-engine')).toEqual([])
})

test('tells that dockerd answers for its version and hangs for the rest', async () => {
  const { facts, notChecked } = await look(dockerEngine, { '/version': {}, '/info': () => {} })
  expect(rows(facts, 'runtime-answer')).toMatchObject([
    { question: 'version', answered: true },
    { question: 'info', answered: false, seconds: expect.closeTo(2, 0) },
  ])
  expect(notChecked).toMatchObject([{ what: 'docker info', why: 'timed-out' }])
})

test('an answer of a gigabyte costs a megabyte and no fact', async () => {
  const endless = Buffer.alloc(65_536, '"x",')
  const { facts, notChecked } = await look(dockerEngine, {
    '/version': {},
    '/info': (response) => {
      const more = (): void => void (response.write(endless) && setImmediate(more))
      response.on('drain', more).write('[')
      more()
    },
  })
  expect(rows(facts, 'docker-engine')).toEqual([])
  expect(notChecked).toMatchObject([{ what: 'docker info', why: 'budget' }])
})

test('asks nothing but what it needs, one connection at a time, and only with GET', async () => {
  const docker = await dockerDouble({ '/version': {}, '/info': {} })
  const view = scratchNode({}, { dockerSocket: docker.path })
  const [, second] = await Promise.all([dockerEngine.look(view, ONE_PIECE), dockerEngine.look(view, ONE_PIECE)])
  expect(second.notChecked[0]).toMatchObject({ what: 'docker version', why: 'budget' })
  expect(docker.asked.every((line) => ['GET /version', 'GET /info'].includes(line))).toBe(true)
  expect(docker.asked.filter((line) => line === 'GET /version')).toHaveLength(1)
})

test('counts containers by state and names the stuck ones', async () => {
  const { facts } = await look(dockerContainers, {
    [ALL]: [
      container('a', 'running'),
      container('b', 'created', 60),
      container('c', 'exited'),
      container('d', 'removing'),
    ],
  })
  expect(rows(facts, 'containers')).toEqual([{ total: 4, running: 1, created: 1, exited: 1, dead: 0, removing: 1 }])
  expect(rows(facts, 'container')).toMatchObject([
    { id: 'bbbbbbbbbbbb', name: 'b', state: 'created', ageSeconds: expect.closeTo(60, -1) },
    { id: 'dddddddddddd', state: 'removing' },
  ])
})

test('keeps the oldest of thousands of stuck containers', async () => {
  const many = Array.from({ length: 3_000 }, (_, i) => container('e', 'created', i))
  const { facts } = await look(dockerContainers, { [ALL]: many })
  expect(rows(facts, 'containers')).toMatchObject([{ created: 3_000 }])
  const ages = rows(facts, 'container').map(({ ageSeconds }) => Number(ageSeconds))
  expect(ages).toHaveLength(100)
  expect(Math.min(...ages)).toBeGreaterThan(2_890)
})

test('asks for the stuck ones alone when a state is new to it, and says that it did not count all', async () => {
  const { facts, notChecked } = await look(dockerContainers, {
    [ALL]: [container('a', 'running'), container('b', 'hibernating')],
    [STUCK]: [container('c', 'dead')],
  })
  expect(rows(facts, 'containers')).toEqual([{ created: 0, dead: 1, removing: 0 }])
  expect(notChecked).toMatchObject([{ what: 'docker containers', why: 'budget' }])
})

test('counts volumes, anonymous and dangling ones', async () => {
  const { facts } = await look(
    dockerVolumes,
    {
      '/volumes': { Volumes: [volume('data'), volume(ANONYMOUS)], Warnings: null },
      [DANGLING]: { Volumes: [volume('data')] },
    },
    LIST,
  )
  expect(rows(facts, 'docker-volumes')).toEqual([{ count: 2, anonymous: 1, dangling: 1, atLeast: false }])
})

test('a list of volumes that was cut is a lower bound', async () => {
  const { facts } = await look(
    dockerVolumes,
    {
      '/volumes': (response) => response.end('{"Volumes":[{"Name":"data","Driver":"local"}'),
      [DANGLING]: { Volumes: [] },
    },
    LIST,
  )
  expect(rows(facts, 'docker-volumes')).toEqual([{ count: 1, anonymous: 0, dangling: 0, atLeast: true }])
})

test('looks at the directories of plain volumes, and never at a path of another form', async () => {
  const view = scratchNode({})
  const root = join(view.folder, 'docker/volumes')
  for (const name of ['many', 'few', 'nfs']) mkdirSync(join(root, name, '_data'), { recursive: true })
  for (let i = 0; i < 400; i++) mkdirSync(join(root, 'many/_data', `${i}`.padStart(200, '0')))
  const docker = await dockerDouble({
    '/volumes': {
      Volumes: [
        volume('many', join(root, 'many/_data')),
        volume('few', join(root, 'few/_data')),
        { ...volume('nfs', join(root, 'nfs/_data')), Options: { type: 'nfs' } },
        volume('out', '/etc'),
        volume('up', `${root}/../../volumes/up/_data`),
      ],
    },
  })
  const { facts, notChecked } = await dockerVolumes.look({ ...view, dockerSocket: docker.path }, DIRECTORIES)
  expect(rows(facts, 'directory').map(({ path }) => path)).toEqual([join(root, 'many/_data'), join(root, 'few/_data')])
  expect(notChecked).toEqual([])
})

test('says that it needs the folder of the volumes in a container', async () => {
  const view = { contained: true }
  const replies = { '/volumes': { Volumes: [volume('data', '/var/lib/docker/volumes/data/_data')] } }
  const { facts, notChecked } = await look(dockerVolumes, replies, DIRECTORIES, view)
  expect(facts).toEqual([])
  expect(notChecked).toMatchObject([{ why: 'missing-right' }])
})

test.each([
  ['1.42', '/v1.42/system/df?type=build-cache'],
  ['1.43', '/v1.42/system/df?type=build-cache'],
  ['1.44', '/v1.44/system/df?type=build-cache'],
  ['1.52', '/v1.44/system/df?type=build-cache'],
])('adds up the build cache of API %s', async (ApiVersion, path) => {
  const record = (Type: string, Size: number, Shared = false) => ({ ID: 'x', Type, Size, InUse: false, Shared })
  const { facts } = await look(dockerBuildCache, {
    '/version': { ApiVersion },
    [path]: {
      Images: null,
      BuildCache: [record('regular', 5), record('exec.cachemount', 7), record('regular', 9, true)],
    },
  })
  expect(rows(facts, 'build-cache')).toEqual([{ records: 3, totalBytes: 12, cacheMountBytes: 7, inUse: 0 }])
})

test('never asks an older dockerd for its disk usage: it would walk every layer', async () => {
  const docker = await dockerDouble({ '/version': { ApiVersion: '1.41' } })
  const { notChecked } = await dockerBuildCache.look(scratchNode({}, { dockerSocket: docker.path }), ONE_PIECE)
  expect(docker.asked).toEqual(['GET /version'])
  expect(notChecked).toMatchObject([{ why: 'not-here' }])
})

test('summarises goroutines, and names who holds the lock that they wait for', async () => {
  const { facts } = await look(dockerGoroutines, {
    '/debug/pprof/goroutine?debug=2': (response) =>
      response.end(`${holder()}\n${Array.from({ length: 40 }, waiter).join('\n')}`),
  })
  expect(rows(facts, 'lock')).toEqual([
    {
      address: '0xc000b1e400',
      waiters: 40,
      holder: 'github.com/docker/docker/volume/local.(*Root).Remove',
      holderBlockedIn: 'unlink',
      waitFunction: 'github.com/docker/docker/volume/local.(*Root).Get',
      maxWaitMinutes: 39,
    },
  ])
  expect(rows(facts, 'goroutines')[0]).toMatchObject({
    process: 'dockerd',
    count: 40,
    blockedIn: 'mutex',
    maxWaitMinutes: 39,
  })
})

test('names no holder in a dump that was cut: another one may follow', async () => {
  const { facts, notChecked } = await look(dockerGoroutines, {
    '/debug/pprof/goroutine?debug=2': (response) => {
      response.write(`${holder()}\n${waiter('', 0)}\n`)
      const filler = Buffer.alloc(1 << 20, '\tfiller\n')
      const more = (): void => void (response.write(filler) && setImmediate(more))
      response.on('drain', more)
      more()
    },
  })
  expect(rows(facts, 'lock')).toEqual([expect.not.objectContaining({ holder: expect.anything() })])
  expect(notChecked).toMatchObject([{ what: 'docker goroutines', why: 'budget' }])
})

async function look(
  probe: Probe<NodeView>,
  replies: Readonly<Record<string, Reply>>,
  piece: Parameters<Probe<NodeView>['look']>[1] = ONE_PIECE,
  view: Partial<NodeView> = {},
): Promise<Looked> {
  const { path } = await dockerDouble(replies)
  return probe.look(scratchNode({}, { dockerSocket: path, ...view }), piece)
}

function rows(facts: Looked['facts'], kind: string): Record<string, unknown>[] {
  return facts.filter((fact) => fact.kind === kind).map(({ fields }) => JSON.parse(JSON.stringify(fields)))
}

function container(letter: string, State: string, ageSeconds = 0) {
  return { Id: letter.repeat(64), Names: [`/${letter}`], Image: 'web', State, Created: Date.now() / 1000 - ageSeconds }
}

function volume(Name: string, Mountpoint = `/var/lib/docker/volumes/${Name}/_data`) {
  return { Name, Driver: 'local', Mountpoint, Options: null }
}

function waiter(_: unknown, i: number): string {
  return `goroutine ${i + 100} [semacquire, ${i} minutes]:
sync.runtime_SemacquireMutex(0xc000b1e404, 0x0, 0x1)
	/usr/local/go/src/runtime/sema.go:71 +0x47
sync.(*Mutex).Lock(0xc000b1e400)
	/usr/local/go/src/sync/mutex.go:81 +0x1c
github.com/docker/docker/volume/local.(*Root).Get(0xc000b1e400, 0xc002a3e2c0, 0x40)
	/go/src/github.com/docker/docker/volume/local/local.go:237 +0x54
`
}

function holder(): string {
  return `goroutine 7 [syscall]:
syscall.unlinkat(0x1f, 0xc004c0e1b0, 0x200)
	/usr/local/go/src/syscall/zsyscall_linux_amd64.go:126 +0x8c
os.RemoveAll(0xc000c3a150, 0x4b)
	/usr/local/go/src/os/removeall_at.go:24 +0x53
github.com/docker/docker/volume/local.(*Root).Remove(0xc000b1e400, 0x2db4540, 0xc000d0c000)
	/go/src/github.com/docker/docker/volume/local/local.go:217 +0x31c
`
}
