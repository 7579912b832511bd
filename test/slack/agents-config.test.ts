import { describe, expect, test } from 'vitest'
import { readPlaces } from '../../src/slack/slack-config.ts'

const TLS = 'tls: { cert: /tls/tls.crt, key: /tls/tls.key }'

test('without the setting no agent may connect', () => {
  expect(readPlaces(undefined)).toEqual({ database: 'casebook.db', agents: undefined })
})

test('in Kubernetes the ServiceAccounts are enough', () => {
  const yaml = `database: /data/c.db\nagents: { ${TLS}, kubernetes: { service_accounts: [casebook/casebook-agent] } }`
  expect(readPlaces(yaml)).toEqual({
    database: '/data/c.db',
    agents: {
      port: 8443,
      address: undefined,
      tls: { cert: '/tls/tls.crt', key: '/tls/tls.key' },
      enrolment: false,
      kubernetes: {
        serviceAccounts: ['casebook/casebook-agent'],
        api: 'https://kubernetes.default.svc',
        tokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
        caFile: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
      },
    },
  })
})

test('elsewhere, enrolment has to be wished for', () => {
  const { agents } = readPlaces(`agents: { ${TLS}, enrolment: true, port: 9000, address: 192.0.2.1 }`)
  expect(agents).toMatchObject({ enrolment: true, kubernetes: undefined, port: 9000, address: '192.0.2.1' })
})

describe('what would let in nobody, or the wrong ones, is refused', () => {
  test.each([
    [`{ ${TLS} }`, /`agents` lets nobody connect/],
    ['{ enrolment: true }', /`agents\.tls`/],
    [`{ ${TLS}, kubernetes: { service_accounts: [] } }`, /must name the ServiceAccounts/],
    [`{ ${TLS}, kubernetes: { service_accounts: [casebook-agent] } }`, /must be namespace\/name/],
    [`{ ${TLS}, kubernetes: { service_accounts: ["*/*"] } }`, /must be namespace\/name/],
    [`{ ${TLS}, kubernetes: { service_accounts: [a/b], api: "http://10.0.0.1" } }`, /must be an https address/],
    [`{ ${TLS}, enrolment: yes please }`, /`agents\.enrolment`/],
    [`{ ${TLS}, enrolment: true, open: true }`, /unknown setting `open`/],
    [`{ ${TLS}, enrolment: true, port: 70000 }`, /`agents\.port`/],
  ])('%s', (agents, says) => {
    expect(() => readPlaces(`agents: ${agents}`)).toThrow(says)
  })
})
