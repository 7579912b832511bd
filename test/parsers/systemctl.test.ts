import { expect, test } from 'vitest'
import systemctl from '../../src/parsers/systemctl.ts'
import { fieldsIn } from './facts-in.ts'

test('reads the state of a systemd that answers', () => {
  expect(fieldsIn(systemctl, '[root@node-7 ~]# systemctl is-system-running\ndegraded')).toEqual([
    { answered: true, state: 'degraded' },
  ])
})

test.each([
  'Failed to list units: Connection timed out',
  'Failed to get properties: Connection timed out',
  "Failed to get properties: Failed to activate service 'org.freedesktop.systemd1': timed out",
  'Failed to introspect object / of service org.freedesktop.systemd1: Connection timed out',
])('reads `%s`', (problem) => {
  expect(fieldsIn(systemctl, `# systemctl\n${problem}`)).toEqual([{ answered: false, problem }])
})

test.each([
  ['a container', 'Failed to get D-Bus connection: Operation not permitted'],
  ['another time-out', 'ssh: connect to host 10.0.0.1 port 22: Connection timed out'],
  ['a host over ssh', 'Failed to connect to bus: Connection timed out'],
  ['a unit', '# systemctl is-system-running\nkubelet.service'],
  ['another verb', '# systemctl status\nrunning'],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(systemctl, text)).toEqual([])
})
