import { expect, test } from 'vitest'
import parser from '../../src/parsers/loadavg.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['alone', '# cat /proc/loadavg\n0.52 0.61 0.60 3/31877 40211'],
  [
    'before other commands',
    '[root@n ~]# cat /proc/loadavg; sysctl kernel.pid_max\n0.52 0.61 0.60 3/31877 40211\nkernel.pid_max = 32768',
  ],
])('reads the threads of the node %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([{ threads: 31_877 }])
})

test.each([
  ['uptime', '# uptime # not /proc/loadavg\n 10:00:00 up 3 days, load average: 0.52, 0.61, 0.60'],
  ['a line without its command', '0.52 0.61 0.60 3/31877 40211'],
  ['prose', 'see /proc/loadavg, it has 0.52 0.61 0.60 3/31877 40211'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(parser, text)).toEqual([])
})
