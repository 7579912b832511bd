import fc from 'fast-check'
import { expect, test } from 'vitest'
import dockerPs from '../../src/parsers/docker-ps.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const TABLE = `CONTAINER ID   IMAGE           COMMAND                  CREATED         STATUS                          PORTS     NAMES
cf2f228c75c8   busybox:lab     "sleep 5"                1 second ago    Up Less than a second                     clivol
1b7773452fa6   busybox:lab     "dd if=/dev/zero of=…"   2 seconds ago   Exited (0) 1 second ago                   big-one
6f07421cb8e7   busybox:lab     "sleep 600"              4 minutes ago   Exited (137) 4 minutes ago                killed
44c6da1eb8f4   busybox:lab     "sleep 600"              4 minutes ago   Up 4 minutes (Paused)                     frozen
a4b34a704077   busybox:lab     "false"                  4 minutes ago   Restarting (1) 37 seconds ago             loop
c8721b55128d   busybox:lab     "true"                   4 minutes ago   Created                                   never
5bfd999ba579   zookeeper:lab   "sleep 600"              4 minutes ago   Up 4 minutes                              zk-1`

const ROWS = TABLE.split('\n').slice(1)
const rowsIn = (text: string) => factsIn(dockerPs, text).filter(({ kind }) => kind === 'container')
const totalsIn = (text: string) => factsIn(dockerPs, text).filter(({ kind }) => kind === 'containers')

test('reads a row for each container, with the state that STATUS says', () => {
  expect(fieldsIn(dockerPs, `# docker ps -a\n${TABLE}\n#`).slice(1)).toEqual([
    { id: 'cf2f228c75c8', name: 'clivol', image: 'busybox:lab', state: 'running', ageSeconds: 1 },
    { id: '1b7773452fa6', name: 'big-one', image: 'busybox:lab', state: 'exited', ageSeconds: 2, exitCode: 0 },
    { id: '6f07421cb8e7', name: 'killed', image: 'busybox:lab', state: 'exited', ageSeconds: 240, exitCode: 137 },
    { id: '44c6da1eb8f4', name: 'frozen', image: 'busybox:lab', state: 'paused', ageSeconds: 240 },
    { id: 'a4b34a704077', name: 'loop', image: 'busybox:lab', state: 'restarting', ageSeconds: 240, exitCode: 1 },
    { id: 'c8721b55128d', name: 'never', image: 'busybox:lab', state: 'created', ageSeconds: 240 },
    { id: '5bfd999ba579', name: 'zk-1', image: 'zookeeper:lab', state: 'running', ageSeconds: 240 },
  ])
})

test('counts them where the command lists all', () => {
  expect(totalsIn(`it hangs, see\n# docker ps -a\n${TABLE}\n# `)).toEqual([
    {
      kind: 'containers',
      fields: { total: 7, running: 2, created: 1, exited: 2, dead: 0, removing: 0 },
      first: 2,
      last: 9,
    },
  ])
})

test('says only what it saw where the command is not shown', () => {
  expect(totalsIn(TABLE)[0]?.fields).toEqual({
    total: 7,
    running: 2,
    created: 1,
    exited: 2,
    dead: undefined,
    removing: undefined,
  })
  const exited = [TABLE.split('\n')[0], ...ROWS.slice(1, 3)].join('\n')
  expect(totalsIn(exited)[0]?.fields).toMatchObject({ total: undefined, running: undefined, exited: 2 })
})

test('counts the running ones only where the command lists only those', () => {
  const running = [TABLE.split('\n')[0], ROWS[0], ROWS[6]].join('\n')
  expect(totalsIn(`$ docker ps\n${running}`)[0]?.fields).toEqual({ running: 2 })
})

test.each([
  ['a filter', `# docker ps -a -f status=exited\n${TABLE}`],
  ['a limit', `# docker ps -an 7\n${TABLE}`],
  ['head', `# docker ps -a | head -8\n${TABLE}`],
  ['a line of dots', TABLE.replace(ROWS[2] ?? '', '...')],
  ['a line that says so', TABLE.replace(ROWS[2] ?? '', ' ...此处省略若干行...')],
  ['a row that was cut', `${TABLE}\n3fd0a11`],
])('counts nothing after %s', (_, text) => {
  expect(rowsIn(text).length).toBeGreaterThan(5)
  expect(totalsIn(text)).toEqual([])
})

test('reads on behind a line of dots', () => {
  expect(rowsIn(TABLE.replace(ROWS[2] ?? '', '...')).map(({ fields }) => fields.name)).toEqual([
    'clivol',
    'big-one',
    'frozen',
    'loop',
    'never',
    'zk-1',
  ])
})

test('reads ports, health, links, whole ids, sizes, and states that are rare', () => {
  const rows = `CONTAINER ID        IMAGE                     COMMAND                  CREATED             STATUS                     PORTS                                      NAMES
0a1b2c3d4e5f        registry.example/web:1    "/docker-entrypoint.…"   2 hours ago         Up 2 hours (healthy)       0.0.0.0:80->80/tcp, 0.0.0.0:443->443/tcp   web
1a1b2c3d4e5f        postgres:13               "docker-entrypoint.s…"   3 weeks ago         Up 3 weeks (health: starting)   5432/tcp                              db,web/db
2a1b2c3d4e5f        sha256:0b1c               "sh -c \\"sleep 1\\""      About an hour ago   Dead                                                                  gone
3a1b2c3d4e5f        busybox                   "sh"                     14 months ago       Removal In Progress                                                   going
4a1b2c3d4e5f        busybox                   "sh"                     About a minute ago  Exited (255) Less than a second ago                                   short     0B (virtual 1.98MB)`
  expect(rowsIn(rows).map(({ fields }) => [fields.state, fields.name, fields.ageSeconds, fields.exitCode])).toEqual([
    ['running', 'web', 7200, undefined],
    ['running', 'db', 1_814_400, undefined],
    ['dead', 'gone', 3600, undefined],
    ['removing', 'going', 36_288_000, undefined],
    ['exited', 'short', 60, 255],
  ])
})

test('takes no remark for a name', () => {
  expect(rowsIn(`${TABLE}   <- this one`).at(-1)?.fields.name).toBe('zk-1')
})

test('reads rows alone, also with their blanks lost and with empty lines between them', () => {
  const rows = ROWS.slice(1, 4).map((row) => row.replaceAll(/ +/g, ' '))
  const facts = factsIn(dockerPs, `# docker ps -a | grep busybox\n${rows.join('\n\n')}\nwhat now?`)
  expect(facts.map(({ kind, fields, first }) => [kind, fields.name, first])).toEqual([
    ['container', 'big-one', 1],
    ['container', 'killed', 3],
    ['container', 'frozen', 5],
  ])
})

test('reads the containers of `docker system df -v`, which are all', () => {
  const text = `Containers space usage:

CONTAINER ID   IMAGE           COMMAND                  LOCAL VOLUMES   SIZE      CREATED         STATUS                          NAMES
1b7773452fa6   busybox:lab     "dd if=/dev/zero of=…"   0               75kB      2 seconds ago   Exited (0) 1 second ago         big-one
c8721b55128d   busybox:lab     "true"                   0               0B        4 minutes ago   Created                         never
5bfd999ba579   zookeeper:lab   "sleep 600"              4               0B        4 minutes ago   Up 4 minutes                    zk-1

Local Volumes space usage:`
  expect(fieldsIn(dockerPs, text)).toEqual([
    { total: 3, running: 1, created: 1, exited: 1, dead: 0, removing: 0 },
    { id: '1b7773452fa6', name: 'big-one', image: 'busybox:lab', state: 'exited', ageSeconds: 2, exitCode: 0 },
    { id: 'c8721b55128d', name: 'never', image: 'busybox:lab', state: 'created', ageSeconds: 240 },
    { id: '5bfd999ba579', name: 'zk-1', image: 'zookeeper:lab', state: 'running', ageSeconds: 240 },
  ])
})

test('reads what `wc -l` counted, without the header', () => {
  expect(fieldsIn(dockerPs, '# docker ps -a | wc -l\n13')).toEqual([{ total: 12 }])
  expect(fieldsIn(dockerPs, '[root@node-7 ~]# docker ps -aq | wc -l\n12')).toEqual([{ total: 12 }])
})

test.each([
  ['docker ps | wc -l\n5'],
  ['docker ps -a | grep Exited | wc -l\n5'],
  ['docker ps -a --filter status=dead | wc -l\n5'],
  ['docker ps -a | wc -l\nCannot connect to the Docker daemon'],
])('reads nothing from %j', (text) => {
  expect(factsIn(dockerPs, text)).toEqual([])
})

test.each([
  [
    'podman',
    'CONTAINER ID  IMAGE                             COMMAND     CREATED        STATUS            PORTS       NAMES\n0a1b2c3d4e5f  docker.io/library/busybox:latest  sleep 600   2 minutes ago  Up 2 minutes ago              web',
  ],
  [
    'crictl',
    'CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID\n0a1b2c3d4e5f6       2b3c4d5e6f708       2 hours ago         Running             web                 0                   9f8e7d6c5b4a3',
  ],
  ['kubectl', 'NAME   READY   STATUS    RESTARTS      AGE\nweb-0  1/1     Running   5 (3h ago)    2d'],
  ['prose', 'The CONTAINER ID was gone 2 hours ago and never came Up "again" 5 minutes later'],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerPs, text)).toEqual([])
})

test('counts rows beyond those that it lists', () => {
  const row = (i: number) =>
    `${i.toString(16).padStart(12, '0')}   busybox   "true"   3 days ago   Exited (0) 3 days ago             job-${i}`
  const rows = Array.from({ length: 2500 }, (_, i) => row(i))
  const facts = factsIn(dockerPs, ['# docker ps -a', TABLE.split('\n')[0], ...rows].join('\n'))
  expect(facts[0]?.fields).toMatchObject({ total: 2500, exited: 2500, running: 0 })
  expect(facts.length).toBe(2001)
})

test('never throws, and never makes up a state', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (cells) => {
      const row = `0a1b2c3d4e5f   busybox   "sh"   2 hours ago   ${cells.join(' ').replaceAll('\n', ' ')}`
      for (const fact of factsIn(dockerPs, `CONTAINER ID COMMAND STATUS\n${row}`)) {
        expect(['containers', 'container']).toContain(fact.kind)
      }
    }),
  )
})
