import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeView } from '../../../src/agent/node-view.ts'
import probe from '../../../src/agent/probes/certificates.ts'
import { readFirstCertificate } from '../../../src/agent/probes/reading/first-certificate.ts'
import type { Looked } from '../../../src/model/probe.ts'
import { anchoredNode } from './anchored-node.ts'
import { NO_KEY, OF_2024, OF_2099 } from './sample-certificates.ts'
import { scratchNode } from './scratch-node.ts'

const KUBELET = '/var/lib/kubelet/pki/kubelet-client-current.pem'
const APISERVER = '/etc/kubernetes/pki/apiserver.crt'

async function lookAt(view: NodeView): Promise<Looked> {
  const [piece] = probe.pieces?.(view) ?? []
  return probe.look(view, JSON.parse(JSON.stringify(piece)))
}

test('an expired one and one that is not yet valid', async () => {
  const view = anchoredNode({ [KUBELET]: OF_2024, [APISERVER]: OF_2099 }, [KUBELET, APISERVER])
  const { facts, notChecked } = await lookAt(view)
  expect(facts.map(({ fields }) => fields)).toEqual([
    {
      path: KUBELET,
      subject: 'O=system:nodes, CN=system:node:node-7',
      issuer: 'CN=kubernetes',
      notBefore: '2024-01-01T00:00:00.000Z',
      notAfter: '2025-01-01T00:00:00.000Z',
      ageDays: expect.closeTo((Date.now() - Date.UTC(2024, 0, 1)) / 86_400_000, 2),
      remainingDays: expect.closeTo((Date.UTC(2025, 0, 1) - Date.now()) / 86_400_000, 2),
      expired: true,
    },
    expect.objectContaining({ path: APISERVER, notBefore: '2099-01-01T00:00:00.000Z', expired: false }),
  ])
  expect(facts[0]?.fields.remainingDays).toBeLessThan(0)
  expect(facts[1]?.fields.ageDays).toBeLessThan(0)
  expect(notChecked).toEqual([])
})

test('a file that begins with a private key is refused, and said', async () => {
  const { facts, notChecked } = await lookAt(anchoredNode({ [KUBELET]: NO_KEY + OF_2024 }, [KUBELET]))
  expect(facts).toEqual([])
  expect(notChecked).toMatchObject([{ what: KUBELET, why: 'failed', says: expect.stringContaining('private key') }])
})

test('of a file that ends with a private key no byte of the key is read', () => {
  const { folder } = scratchNode({ 'proc/version': '' })
  const pipe = join(folder, 'kubelet-client-current.pem')
  execFileSync('mkfifo', [pipe])
  const fd = openSync(pipe, constants.O_RDWR)
  writeSync(fd, OF_2024 + NO_KEY)
  expect(readFirstCertificate(pipe)).toEqual({ pem: OF_2024.trim() })
  const left = Buffer.alloc(4096)
  const length = readSync(fd, left, 0, left.length, null)
  closeSync(fd)
  expect(left.toString('latin1', 0, length)).toContain('KEY-----\nnever to be read\n-----END')
})

test('text before the certificate is no hindrance, and a file without one is named', async () => {
  const view = anchoredNode({ [KUBELET]: `Certificate:\n${OF_2024}`, [APISERVER]: 'nothing' }, [KUBELET, APISERVER])
  const { facts, notChecked } = await lookAt(view)
  expect(facts.map(({ fields }) => fields.path)).toEqual([KUBELET])
  expect(notChecked).toEqual([{ what: APISERVER, why: 'failed', says: 'holds no certificate' }])
})

test('a node without Kubernetes is one sentence', async () => {
  const { facts, notChecked } = await lookAt(anchoredNode({ '/etc/hostname': '' }, [APISERVER, KUBELET]))
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['not-here'])
})

test('a task from outside opens no other path', async () => {
  const view = anchoredNode({ '/etc/shadow': OF_2024 }, ['/etc/shadow'])
  const { facts } = await probe.look(view, { name: 'certificates', pool: 'local', task: ['/etc/shadow'] })
  expect(facts).toEqual([])
})

test('hostile files yield no fact and no crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(OF_2024.length), async (noise, at) => {
      const text = OF_2024.slice(0, at) + noise + OF_2024.slice(at + noise.length + 1)
      const { facts, notChecked } = await lookAt(anchoredNode({ [APISERVER]: text }, [APISERVER]))
      expect(facts.length + notChecked.length).toBeGreaterThan(0)
    }),
    { numRuns: 60 },
  )
})
