import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from './call.ts'
import { recordOf, recordsOf } from './json.ts'
import { type Slack, startSlack } from './slack.ts'

let slack: Slack

beforeEach(async () => {
  slack = await startSlack({ scopes: ['files:read', 'channels:history'] })
})

afterEach(() => slack.stop())

/** The address and the id of a log that alice has shared. */
async function share(): Promise<{ url: string; id: string }> {
  const alice = slack.person('alice')
  const { files } = await alice.posts(slack.channel('ops'), 'see', {
    files: [{ name: 'kubelet.log', content: 'no space' }],
  })
  const [file] = recordsOf(files)
  return { url: String(file?.url_private), id: String(file?.id) }
}

function download(url: string, token = slack.botToken): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' })
}

test('a file is downloaded from the files host with the token', async () => {
  const { url } = await share()
  expect(url.startsWith(slack.filesUrl)).toBe(true)
  const response = await download(url)
  expect([response.headers.get('content-type'), await response.text()]).toEqual(['text/plain', 'no space'])
})

test('without the token, with a wrong one or without files:read there is a login page, with status 200', async () => {
  const { url } = await share()
  const isLogin = async (response: Response) =>
    response.status === 200 && (await response.text()).startsWith('<!DOCTYPE html>')
  expect(await isLogin(await fetch(url))).toBe(true)
  expect(await isLogin(await download(url, 'xoxb-wrong'))).toBe(true)
  slack.faults.takeAwayScope('files:read')
  expect(await isLogin(await download(url))).toBe(true)
})

test('a redirect leads to a stranger, who must not get the token', async () => {
  const { url } = await share()
  slack.faults.redirectFiles()
  const response = await download(url)
  expect(response.status).toBe(302)
  const location = String(response.headers.get('location'))
  expect(location.startsWith(slack.filesUrl)).toBe(false)
  expect(slack.checkInvariants()).toEqual([])
  await download(location)
  expect(slack.checkInvariants()).toEqual(['the app sent its token to `/elsewhere`'])
})

test('files.info knows the files of channels that the app is in', async () => {
  const { id } = await share()
  const { file } = await call(slack, 'files.info', { file: id })
  expect(recordOf(file)).toMatchObject({ id, name: 'kubelet.log', size: 8, file_access: 'visible' })
  expect(await call(slack, 'files.info', { file: 'F0' })).toMatchObject({ error: 'file_not_found' })
  slack.channel('ops').members.delete(slack.app.id)
  expect(await call(slack, 'files.info', { file: id })).toMatchObject({ error: 'file_not_found' })
})
