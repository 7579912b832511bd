import { expect, test } from 'vitest'
import kubeadmCerts from '../../src/parsers/kubeadm-certs.ts'
import { fieldsIn } from './facts-in.ts'

test('both tables, with certificates that have expired and one that is missing', () => {
  const text = `root@cp-1:~# kubeadm certs check-expiration
[check-expiration] Reading configuration from the cluster...
CERTIFICATE                EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED
admin.conf                 Mar 01, 2025 09:00 UTC   <invalid>       ca                      no
!MISSING! apiserver-etcd-client
apiserver                  Mar 01, 2026 09:00 UTC   364d            ca                      no

CERTIFICATE AUTHORITY   EXPIRES                  RESIDUAL TIME   EXTERNALLY MANAGED
ca                      Feb 27, 2034 09:00 UTC   9y              no      `
  expect(fieldsIn(kubeadmCerts, text)).toEqual([
    { name: 'admin.conf', notAfter: '2025-03-01T09:00:00.000Z', expired: true },
    { name: 'apiserver', notAfter: '2026-03-01T09:00:00.000Z', expired: false, remainingDays: 364 },
    { name: 'ca', notAfter: '2034-02-27T09:00:00.000Z', expired: false, remainingDays: 3285 },
  ])
})

test.each([
  ['a header alone', 'CERTIFICATE   EXPIRES   RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED'],
  ['prose', 'look at EXPIRES and RESIDUAL TIME\nadmin.conf  Mar 01, 2025 09:00 UTC   <invalid>  no'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(kubeadmCerts, text)).toEqual([])
})
