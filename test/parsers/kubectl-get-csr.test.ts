import { expect, test } from 'vitest'
import kubectlGetCsr from '../../src/parsers/kubectl-get-csr.ts'
import { fieldsIn } from './facts-in.ts'

const SERVING = 'kubernetes.io/kubelet-serving'

test('reads requests with their signer', () => {
  const text = `$ kubectl get csr
NAME        AGE     SIGNERNAME                                    REQUESTOR                 REQUESTEDDURATION   CONDITION
csr-8p2mt   9m22s   kubernetes.io/kubelet-serving                 system:node:node-3        <none>              Pending
csr-6wpdw   3h      kubernetes.io/kube-apiserver-client-kubelet   system:bootstrap:m50zjz   24h                 Approved,Issued`
  expect(fieldsIn(kubectlGetCsr, text)).toEqual([
    {
      name: 'csr-8p2mt',
      signer: SERVING,
      requestor: 'system:node:node-3',
      pending: true,
      issued: false,
      ageSeconds: 562,
    },
    {
      name: 'csr-6wpdw',
      signer: 'kubernetes.io/kube-apiserver-client-kubelet',
      requestor: 'system:bootstrap:m50zjz',
      pending: false,
      issued: true,
      ageSeconds: 10_800,
    },
  ])
})

test('reads requests of a kubectl that tells no signer, and rows alone', () => {
  expect(fieldsIn(kubectlGetCsr, 'csr-5fwb9   6h        system:node:kube-3.example.com   Pending')).toEqual([
    {
      name: 'csr-5fwb9',
      requestor: 'system:node:kube-3.example.com',
      pending: true,
      issued: false,
      ageSeconds: 21_600,
    },
  ])
})

test.each(['Approved', 'Approved,Failed', 'Denied'])('%s is decided, and no certificate', (condition) => {
  const row = `csr-8p2mt   9m22s   ${SERVING}   system:node:node-3   <none>   ${condition}`
  expect(fieldsIn(kubectlGetCsr, row)).toMatchObject([{ pending: false, issued: false }])
})

test.each([
  ['a pod', 'web-0   0/1   Pending   0   9m'],
  ['a volume', 'data-web-0   Pending   fast   9m'],
  ['a row that is cut off', 'csr-8p2mt   9m22s   Pending'],
  ['prose', 'the request is still Pending'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(kubectlGetCsr, text)).toEqual([])
})
