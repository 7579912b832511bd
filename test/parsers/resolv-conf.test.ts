import { expect, test } from 'vitest'
import resolvConf from '../../src/parsers/resolv-conf.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('the resolv.conf of a pod', () => {
  const text = `$ kubectl exec web-0 -- cat /etc/resolv.conf
search default.svc.cluster.local svc.cluster.local cluster.local corp.example
nameserver 10.96.0.10
options ndots:5
$ date`
  expect(factsIn(resolvConf, text)).toMatchObject([
    {
      fields: {
        nameservers: 1,
        firstNameserver: '10.96.0.10',
        searchDomains: 4,
        clusterSearch: true,
        ndots: 5,
        timeoutSeconds: 5,
        attempts: 2,
        singleRequest: false,
        useTcp: false,
      },
      first: 1,
      last: 3,
    },
  ])
})

test('options of several lines add up, the last search counts, and the numbers are capped as glibc caps them', () => {
  const text = `# by hand
domain old.example
search new.example
nameserver 169.254.20.10
options ndots:99 timeout:1
options single-request-reopen use-vc`
  expect(fieldsIn(resolvConf, text)).toMatchObject([
    { searchDomains: 1, ndots: 15, timeoutSeconds: 1, singleRequest: true, useTcp: true, clusterSearch: false },
  ])
})

test.each([
  ['half a file', 'search default.svc.cluster.local svc.cluster.local\noptions ndots:5'],
  ['a filter', '# cat /etc/resolv.conf | grep -v options\nnameserver 10.96.0.10'],
  ['a sentence', 'the nameserver is wrong'],
  ['no address', 'nameserver <redacted>'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(resolvConf, text)).toEqual([])
})
