import { afterEach, beforeEach, expect, test } from 'vitest'
import { Office } from './office.ts'

const CLEAR =
  'Error response from daemon: mount /:/var/lib/docker/overlay2/737429e3db38/merged/rootfs, flags: 0x5000: no space left on device'

let office: Office
beforeEach(async () => {
  office = await Office.open({ config: 'default_mode: watch' })
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

test('a paste that is clear is answered in its thread, once', async () => {
  const { slack } = office
  const alice = slack.person('alice')
  const ops = slack.channel('ops')
  const message = await alice.posts(ops, CLEAR)
  await slack.settle()
  expect(slack.thread(message)).toHaveLength(2)
  expect(alice.sees(message)).toMatch(
    /mount namespace is full[\s\S]*high confidence[\s\S]*To be sure, run[\s\S]*\[This solved it\] \[Not this\] \[More\]/,
  )
})
