import { expect, test } from 'vitest'
import dockerVolumeLs from '../../src/parsers/docker-volume-ls.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const ANON = '4e7d6f5e42629028dc53456dccfab214368096adf12b8d3ac14ff08c7fd03e03'
const OTHER = '7a388233ee0c9a51dac2e642161dc898065828606f5fb16e180a1105917bb966'
const DANGLING = '517e098abdf5b3ef3beebbffb79ff92a53cd947f6b5d3bd614688be241d683ac'
const TABLE = `DRIVER    VOLUME NAME
local     ${ANON}
local     ${OTHER}
local     named-data`

const anonymous = (name: string) => ({ name, driver: 'local', anonymous: true })

test('reads the table', () => {
  expect(factsIn(dockerVolumeLs, `see\n# docker volume ls\n${TABLE}\n# df -i`)).toEqual([
    { kind: 'docker-volumes', fields: { count: 3, anonymous: 2 }, first: 2, last: 5 },
    { kind: 'docker-volume', fields: anonymous(ANON), first: 3, last: 3 },
    { kind: 'docker-volume', fields: anonymous(OTHER), first: 4, last: 4 },
    { kind: 'docker-volume', fields: { name: 'named-data', driver: 'local', anonymous: false }, first: 5, last: 5 },
  ])
})

test.each([
  ['a line that says so', TABLE.replace('local     named-data', ' ...此处省略若干行...'), 2],
  ['a line of dots', TABLE.replace(`local     ${OTHER}`, '……'), 2],
  ['a name that was cut', `${TABLE}\nlocal     4e7d6f5e42629028dc53`, 3],
  ['head', `# docker volume ls | head -4\n${TABLE}`, 3],
  ['another filter', `# docker volume ls --filter driver=local\n${TABLE}`, 3],
])('knows after %s that there may be more', (_, text, count) => {
  const [totals] = fieldsIn(dockerVolumeLs, text)
  expect(totals).toMatchObject({ count, atLeast: true })
})

test('reads on behind the line of dots', () => {
  const text = `DRIVER              VOLUME NAME
local               ${ANON}
 ...此处省略若干行...
local               ${OTHER}

next`
  expect(factsIn(dockerVolumeLs, text).map(({ fields, first }) => [fields.count ?? fields.name, first])).toEqual([
    [2, 0],
    [ANON, 1],
    [OTHER, 3],
  ])
})

test('reads names below the command that printed them', () => {
  expect(
    fieldsIn(dockerVolumeLs, `[root@node-7 ~]# docker volume ls -q\n${ANON}\nnamed-data\n[root@node-7 ~]# `),
  ).toEqual([
    { count: 2, anonymous: 1 },
    { name: ANON, anonymous: true },
    { name: 'named-data', anonymous: false },
  ])
})

test.each([
  [`$ docker volume ls -f dangling=true\nDRIVER    VOLUME NAME\nlocal     ${DANGLING}`],
  [`$ docker volume ls -qf dangling=true\n${DANGLING}`],
  [`$ docker volume ls -q --filter "dangling=true"\n${DANGLING}`],
])('knows that a listing is of dangling volumes: %j', (text) => {
  expect(fieldsIn(dockerVolumeLs, text)[0]).toEqual({ count: 1, anonymous: 1, dangling: 1 })
})

test('reads what `wc -l` counted, without the header', () => {
  expect(fieldsIn(dockerVolumeLs, '# docker volume ls | wc -l\n1853')).toEqual([{ count: 1852 }])
  expect(fieldsIn(dockerVolumeLs, '# sudo docker volume ls -q | wc -l\n1852')).toEqual([{ count: 1852 }])
  expect(fieldsIn(dockerVolumeLs, '# docker volume ls -qf dangling=true | wc -l\n1790')).toEqual([
    { count: 1790, dangling: 1790 },
  ])
})

test('reads other drivers where the columns say so', () => {
  const text = `DRIVER              VOLUME NAME
vieux/sshfs:latest  remote
local               here`
  expect(fieldsIn(dockerVolumeLs, text).slice(1)).toEqual([
    { name: 'remote', driver: 'vieux/sshfs:latest', anonymous: false },
    { name: 'here', driver: 'local', anonymous: false },
  ])
})

test.each([
  ['an empty table', 'DRIVER    VOLUME NAME\n# '],
  ['prose behind the header', 'DRIVER    VOLUME NAME\nlocal disks are full of them'],
  ['names that nobody made up', '# docker volume ls -q\nthanks'],
  ['names of removed volumes', `# docker volume rm $(docker volume ls -qf dangling=true)\n${DANGLING}`],
  ['names of removed volumes', `# docker volume ls -q | xargs docker volume rm\n${DANGLING}`],
  ['a count of something else', '# docker volume ls | grep local | wc -l\n17'],
  ['names without a command', `${ANON}\n${OTHER}`],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerVolumeLs, text)).toEqual([])
})

test('counts rows beyond those that it lists', () => {
  const rows = Array.from({ length: 2500 }, (_, i) => `local     ${i.toString(16).padStart(64, '0')}`)
  const facts = factsIn(dockerVolumeLs, ['DRIVER    VOLUME NAME', ...rows].join('\n'))
  expect(facts[0]?.fields).toEqual({ count: 2500, anonymous: 2500 })
  expect(facts.length).toBe(2001)
})
