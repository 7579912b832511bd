import { expect, test } from 'vitest'
import { Activity } from './activity.ts'
import { call } from './call.ts'
import { startSlack } from './slack.ts'

test('quiet is when nothing is under way and the app says that it is idle', async () => {
  const activity = new Activity()
  const order: string[] = []
  const ended = activity.begin()
  activity.alsoAwait(async () => {
    order.push('idle')
  })
  const quiet = activity.quiet(12).then(() => order.push('quiet'))
  setTimeout(() => {
    order.push('ended')
    ended()
  }, 40)
  await quiet
  expect(order.slice(0, 2)).toEqual(['ended', 'idle'])
  expect(order.at(-1)).toBe('quiet')
})

test('an app that blocks the process longer than the quiet time is still waited for', async () => {
  const slack = await startSlack({ scopes: ['chat:write'] })
  const channel = slack.channel('ops')
  setTimeout(() => {
    const blockedUntil = performance.now() + 120
    while (performance.now() < blockedUntil);
    void call(slack, 'chat.postMessage', { channel: channel.id, text: 'done' })
  }, 2)
  await slack.settle(30)
  expect(channel.messages.map(({ text }) => text)).toEqual(['done'])
  await slack.stop()
})

test('until says what it has waited for in vain', async () => {
  const activity = new Activity()
  await expect(activity.until(() => false, 20, 'rain')).rejects.toThrow('expected rain within 20 ms')
})
