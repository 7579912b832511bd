import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkAgents } from '../../src/cli/doctor/agents.ts'
import { serveAppSocket } from '../../src/fleet/serve-app-socket.ts'
import { readSlackConfig } from '../../src/slack/slack-config.ts'
import { Camp } from '../fleet/camp.ts'

let camp: Camp
beforeEach(async () => {
  camp = await Camp.open()
})
afterEach(() => camp.close())

test('none are configured', async () => {
  const findings = await checkAgents(configOf(''), new Date())
  expect(findings).toEqual([{ check: 'agents', state: 'optional', says: expect.stringContaining('docs/agents.md') }])
})

describe('connected', () => {
  test('are those that the running app says', async () => {
    const log = { info: () => {}, warn: () => {} }
    const { fleet, store } = camp
    const socket = await serveAppSocket({ database: config().database, fleet, store, log, now: Date.now })
    await camp.agent('node-1')
    await camp.agent('node-2')
    expect(await says('agents')).toBe('ok: agents connect at port 8443 by ServiceAccount and by key; 2 are connected')
    await socket.close()
  })

  test('are unknown while it does not run', async () => {
    expect(await says('agents')).toMatch(/^skipped: .* when Casebook runs: none does here now$/)
  })
})

describe('the certificate', () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000)
  test.each([
    [day(90), /^ok: agents see `.*tls\.crt`, good until 20/],
    [day(3), /^wrong: .* expires on 20.*; renew it$/],
    [day(-1), /^wrong: .* expired on 20.*: no agent connects; renew it$/],
  ])('until %s', async (to, expected) => {
    const { cert, key } = camp.authority.issue(['x'], { from: new Date(0), to })
    await writeFile(camp.settings.tls.cert, cert)
    await writeFile(camp.settings.tls.key, key)
    expect(await says('certificate')).toMatch(expected)
  })

  test('that is not there', async () => {
    expect(await says('certificate', config('/nowhere/tls.crt'))).toMatch(/^wrong: cannot read agents\.tls\.cert/)
  })
})

describe('what Kubernetes lets the app do', () => {
  test('is all of it', async () => {
    expect(await says('kubernetes')).toMatch(/^ok: the app may review tokens/)
  })

  test('lacks what is needed, or what is good to have', async () => {
    camp.kubernetes.forbidden.add('nodes')
    expect(await says('kubernetes')).toMatch(/^optional: the app may not get nodes/)
    camp.kubernetes.forbidden.add('tokenreviews')
    expect(await says('kubernetes')).toMatch(/^missing: the app may not create tokenreviews/)
  })

  test('cannot be asked', async () => {
    camp.kubernetes.trouble = (response) => response.destroy()
    expect(await says('kubernetes')).toMatch(/^wrong: the API server `https:.*` cannot be asked/)
  })
})

async function says(check: string, configuration = config()): Promise<string | undefined> {
  const findings = await checkAgents(configuration, new Date())
  return findings.filter((it) => it.check === check).map((it) => `${it.state}: ${it.says}`)[0]
}

function config(cert = camp.settings.tls.cert) {
  const kubernetes = `service_accounts: [casebook/casebook-agent], api: "${camp.kubernetes.url}", token_file: ${join(camp.folder, 'token')}, ca_file: ${join(camp.folder, 'ca.crt')}`
  const tls = `cert: ${cert}, key: ${camp.settings.tls.key}`
  return configOf(`agents: { tls: { ${tls} }, enrolment: true, kubernetes: { ${kubernetes} } }`)
}

function configOf(yaml: string) {
  const environment = {
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    signingSecret: undefined,
    apiUrl: undefined,
    filesUrl: undefined,
  }
  return readSlackConfig(environment, `database: ${join(camp.folder, 'casebook.db')}\n${yaml}`)
}
