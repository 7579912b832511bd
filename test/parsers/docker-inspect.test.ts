import fc from 'fast-check'
import { expect, test } from 'vitest'
import dockerInspect from '../../src/parsers/docker-inspect.ts'
import { factsIn } from './facts-in.ts'

const ANON = '4e7d6f5e42629028dc53456dccfab214368096adf12b8d3ac14ff08c7fd03e03'
const ID = '5bfd999ba579fe63bd4fa79a2b501166547a1825ecf738c1477fbd6211b0225b'

const MOUNTS = `        "Mounts": [
            {
                "Type": "volume",
                "Name": "${ANON}",
                "Source": "/var/lib/docker/volumes/${ANON}/_data",
                "Destination": "/data",
                "Driver": "local",
                "Mode": "",
                "RW": true,
                "Propagation": ""
            },
            {
                "Type": "bind",
                "Source": "/srv",
                "Destination": "/srv",
                "Mode": "ro",
                "RW": false,
                "Propagation": "rprivate"
            },
            {
                "Type": "tmpfs",
                "Source": "",
                "Destination": "/tm",
                "Mode": "",
                "RW": true,
                "Propagation": ""
            }
        ],`

const RECORDED = `[
    {
        "Id": "${ID}",
        "Created": "2026-11-21T00:24:15.863711147Z",
        "Path": "sleep",
        "Args": [
            "600"
        ],
        "State": {
            "Status": "running",
            "Pid": 7954,
            "ExitCode": 0
        },
        "Name": "/zk-1",
        "HostConfig": {
            "Binds": null,
            "LogConfig": {
                "Type": "json-file",
                "Config": {}
            },
            "Mounts": [
                {
                    "Type": "volume",
                    "Target": "/anon"
                }
            ]
        },
        "GraphDriver": {
            "Data": null,
            "Name": "overlay2"
        },
${MOUNTS}
        "Config": {
            "Hostname": "5bfd999ba579",
            "Cmd": [
                "sleep"
            ],
            "Volumes": {
                "/conf": {},
                "/data": {}
            },
            "Labels": {}
        }
    }
]
# `

const anonymous = {
  mountType: 'volume',
  source: `/var/lib/docker/volumes/${ANON}/_data`,
  destination: '/data',
  name: ANON,
  anonymous: true,
  readOnly: false,
}
const bind = {
  mountType: 'bind',
  source: '/srv',
  destination: '/srv',
  anonymous: false,
  propagation: 'rprivate',
  readOnly: true,
}
const tmpfs = { mountType: 'tmpfs', destination: '/tm', anonymous: false, readOnly: false }

const rowsIn = (text: string) => factsIn(dockerInspect, text).map(({ kind, fields }) => ({ kind, ...fields }))

test('reads the mounts of a container, how many are anonymous, and the volumes that its image asks for', () => {
  const container = 'zk-1'
  expect(rowsIn(RECORDED)).toEqual([
    { kind: 'container-mount', ...anonymous, container },
    { kind: 'container-mount', ...bind, container },
    { kind: 'container-mount', ...tmpfs, container },
    { kind: 'anonymous-mounts', count: 1, container },
    { kind: 'image-volume', path: '/conf' },
    { kind: 'image-volume', path: '/data' },
  ])
})

test('knows the lines of a mount and of the list', () => {
  const lines = factsIn(dockerInspect, MOUNTS).map(({ kind, first, last }) => [kind, first, last])
  expect(lines).toEqual([
    ['container-mount', 1, 9],
    ['container-mount', 11, 17],
    ['container-mount', 19, 25],
    ['anonymous-mounts', 0, 27],
  ])
})

test('reads a fragment with remarks, dots and trailing commas, and then knows no container', () => {
  const text = `[root@node-7 ~]# docker inspect 5bfd999ba579
[
    {
        "Id": "${ID}",
       ...此处省略若干行...
${MOUNTS.replace('/_data",', '/_data",    <- 注意看这里 ').replace('        ],', '        ], <- three of them')}
    },
]
`
  expect(rowsIn(text)).toEqual([
    { kind: 'container-mount', ...anonymous },
    { kind: 'container-mount', ...bind },
    { kind: 'container-mount', ...tmpfs },
    { kind: 'anonymous-mounts', count: 1 },
  ])
})

test('reads a fragment that begins inside the list', () => {
  const text = MOUNTS.split('\n').slice(7).join('\n')
  expect(rowsIn(`grep says\n${text}`)).toEqual([
    { kind: 'container-mount', ...bind },
    { kind: 'container-mount', ...tmpfs },
  ])
})

test('reads a double-spaced page', () => {
  expect(rowsIn(RECORDED.replaceAll('\n', '\n\n'))).toEqual(rowsIn(RECORDED))
})

test('reads what stands before a cut inside a mount, and does not count', () => {
  const text = MOUNTS.replace('                "Driver": "local",', '   ...')
  expect(rowsIn(text)).toEqual([
    { kind: 'container-mount', ...anonymous, readOnly: undefined },
    { kind: 'container-mount', ...bind },
    { kind: 'container-mount', ...tmpfs },
  ])
})

test('does not mix two mounts whose seam is missing', () => {
  const text = MOUNTS.replace(/"Destination": "\/data",[^{]*\{/, '')
  expect(rowsIn(text)).toEqual([{ kind: 'container-mount', ...tmpfs }])
})

test('names the container by its id where its name is missing', () => {
  const text = `        "Id": "${ID}",\n        "Mounts": [],`
  expect(rowsIn(text)).toEqual([{ kind: 'anonymous-mounts', count: 0, container: '5bfd999ba579' }])
})

test('keeps two containers apart', () => {
  const other = RECORDED.replace(ID, ID.replaceAll('5', '6')).replace('/zk-1', '/zk-2')
  const text = `${RECORDED.slice(0, RECORDED.lastIndexOf('\n]'))},\n${other.slice(2)}`
  expect(rowsIn(text).filter(({ kind }) => kind === 'anonymous-mounts')).toEqual([
    { kind: 'anonymous-mounts', count: 1, container: 'zk-1' },
    { kind: 'anonymous-mounts', count: 1, container: 'zk-2' },
  ])
})

test('reads podman, whose mounts have options', () => {
  const text = MOUNTS.replace(
    '"Mode": "ro",',
    '"Mode": "",\n                "Options": [\n                    "rbind"\n                ],',
  )
  expect(rowsIn(text)[1]).toEqual({ kind: 'container-mount', ...bind })
  expect(rowsIn(text).at(-1)).toEqual({ kind: 'anonymous-mounts', count: 1 })
})

test('reads the volumes of an image once', () => {
  const volumes = '            "Volumes": {\n                "/data": {}\n            },\n'
  expect(rowsIn(`        "ContainerConfig": {\n${volumes}        },\n        "Config": {\n${volumes}`)).toEqual([
    { kind: 'image-volume', path: '/data' },
  ])
})

test.each([
  ['what was asked for', '"Mounts": [\n{\n"Type": "bind",\n"Source": "/srv",\n"Target": "/srv"\n}\n],'],
  ['an empty list of nobody', '"Mounts": [],'],
  ['a volume whose name is missing', '{\n"Type": "volume",\n"Destination": "/data",\n"RW": true\n}'],
  ['no volumes', '"Volumes": null,\n"Volumes": {},'],
  ['where volumes were, before 1.8', '"Volumes": {\n"/data": "/var/lib/docker/vfs/dir/0a1b"\n},'],
  ['named volumes of a compose file', '"Volumes": {\n"data": {}\n},'],
  ['a pod spec', '"volumeMounts": [\n{\n"mountPath": "/data",\n"name": "data"\n}\n]'],
  ['a network', `[\n{\n"Name": "bridge",\n"Id": "${ID}",\n"Containers": {}\n}\n]`],
  ['a runtime spec', '"mounts": [\n{\n"destination": "/proc",\n"type": "proc"\n}\n]'],
  ['another kind of object', '{\n"Type": "redirect",\n"Destination": "/login"\n}'],
  ['prose', 'see "Mounts": [ and "Destination": "/data" in its output'],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerInspect, text)).toEqual([])
})

test('whatever lines are missing, a mount is one of those that were there', () => {
  const lines = RECORDED.split('\n')
  const known = new Set(['/data', '/srv', '/tm'])
  fc.assert(
    fc.property(fc.subarray(lines.map((_, i) => i)), (kept) => {
      for (const { kind, fields } of factsIn(dockerInspect, kept.map((i) => lines[i]).join('\n'))) {
        if (kind === 'container-mount') expect(known).toContain(fields.destination)
      }
    }),
  )
})
