import { afterEach, beforeEach, expect, test } from 'vitest'
import { Office } from './office.ts'
import { CHAT, FULL_MOUNT_TABLE, NO_SPACE } from './pastes.ts'

let office: Office
beforeEach(async () => {
  office = await Office.open({ config: 'default_mode: watch' })
})
afterEach(async () => {
  expect(office.slack.checkInvariants()).toEqual([])
  await office.close()
})

test('a person whose Slack is Chinese reads Chinese, in the answer, its buttons and More', async () => {
  const { slack } = office
  const li = slack.person('li', { locale: 'zh-CN' })
  const message = await li.posts(slack.channel('ops'), FULL_MOUNT_TABLE)
  await slack.settle()
  expect(li.sees(message)).toMatch(/尚未确定[\s\S]*\[解决了\] \[不是这个\] \[更多\]/)
  expect(li.hears(message)).toContain('尚未确定')
  await li.clicks(message, '更多')
  await slack.settle()
  expect(li.seesModal()).toMatch(/^完整案例/)
})

test('their own copy, the command and help are Chinese too', async () => {
  const { slack } = office
  const li = slack.person('li', { locale: 'zh-TW' })
  const ops = slack.channel('ops')
  await li.posts(ops, NO_SPACE)
  await slack.settle()
  expect(li.sees(ops)).toContain('[分享到话题]')
  await li.types(ops, '/casebook help')
  expect(li.sees(ops)).toContain('本帮助')
})

test('a person whose Slack is English reads English, also of a Chinese text', async () => {
  const { slack } = office
  const alice = slack.person('alice')
  const message = await alice.posts(alice.dm, `节点上的容器无法启动\n${FULL_MOUNT_TABLE}`)
  await slack.settle()
  expect(alice.sees(message)).toContain('[This solved it]')
})

test('of whom Slack says nothing reads the language of their text', async () => {
  const { slack } = office
  const alice = slack.person('alice')
  slack.faults.answer('users.info', 'internal_error', 1)
  const message = await alice.posts(alice.dm, `节点上的容器无法启动\n${FULL_MOUNT_TABLE}`)
  await slack.settle()
  expect(alice.sees(message)).toContain('[解决了]')
})

test('what nobody documented is said in Chinese', async () => {
  const { slack } = office
  const li = slack.person('li', { locale: 'zh-CN' })
  const message = await li.posts(li.dm, CHAT)
  await slack.settle()
  expect(li.sees(message)).toContain('以下内容会有帮助')
})

test('that a question could not be worked off is said in Chinese', async () => {
  const { slack } = office
  const li = slack.person('li', { locale: 'zh-CN' })
  const ops = slack.channel('ops')
  const root = await li.posts(ops, CHAT)
  await slack.settle()
  slack.faults.answer('conversations.replies', 500, 50)
  await li.posts(ops, '@casebook', { thread: root })
  for (let tries = 0; tries < 9; tries++) {
    await slack.settle()
    office.passes(70_000)
  }
  await slack.settle()
  expect(li.sees(root)).toMatch(/操作没有成功[\s\S]*参考编号/)
})
