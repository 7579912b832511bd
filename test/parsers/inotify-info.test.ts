import { expect, test } from 'vitest'
import parser from '../../src/parsers/inotify-info.ts'
import { factsIn } from './facts-in.ts'

const BOX = '------------------------------------------------------------------------------'
const LIMITS = `${BOX}
INotify Limits:
  max_queued_events    16,384
  max_user_instances   128
  max_user_watches     8,192
${BOX}`
const TABLE = `       Pid Uid        App                       Watches  Instances
      1760 0          kubelet                     1,364         60
       687 0          udevadm                        13          4
      4410 1000       my tailer                       8          1
${BOX}
Total inotify Watches:   1,385
Total inotify Instances: 65`

test('adds up what each user has, against the limits above', () => {
  const facts = factsIn(parser, `${LIMITS}\n${TABLE}`)
  expect(facts.slice(0, 2).map(({ fields }) => fields)).toMatchObject([
    { uid: 0, watches: 1377, instances: 64, maxInstances: 128, instancesPercent: 50, maxWatches: 8192, atLeast: true },
    { uid: 1000, watches: 8, instances: 1, atLeast: true },
  ])
  expect(facts.at(-1)?.fields).toEqual({ pid: 4410, uid: 1000, process: 'my tailer', watches: 8, instances: 1 })
})

test('knows no share of a table without its limits', () => {
  expect(factsIn(parser, TABLE)[0]?.fields.instancesPercent).toBeUndefined()
})

test.each([
  ['a header alone', '       Pid Uid        App                       Watches  Instances'],
  ['another table', '  PID USER      PR  NI    VIRT    RES\n 1760 root      20   0  12345   6789'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(parser, text)).toEqual([])
})
