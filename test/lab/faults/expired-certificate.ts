import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { SCRATCH } from '../own-machine.ts'
import { failing, must } from '../processes.ts'

const PKI = '/etc/kubernetes/pki'
const WHOM = ['-subj', '/O=Kubernetes/CN=kube-apiserver', '-addext', 'subjectAltName=IP:127.0.0.1']

/** A certificate of the API server that ended yesterday, and a program in Go that is shown it. */
export const expiredCertificate: Fault = {
  name: 'expired-certificate',
  case: 'cert-expired',
  healthy: { verdict: 'undecided', why: 'the certificate that was refused may be in a file that is not looked at' },
  async make(_node, undo) {
    const [path, key, request] = [join(PKI, 'apiserver.crt'), join(SCRATCH, 'apiserver.key'), join(SCRATCH, 'csr')]
    mkdirSync(PKI, { recursive: true })
    undo.add('remove the certificate', () => rmSync(path))
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
    await must('openssl', ['req', ...curve, '-keyout', key, '-out', request, ...WHOM])
    const signed = ['-signkey', key, '-copy_extensions', 'copy', '-days', '-1']
    await must('openssl', ['x509', '-req', '-in', request, ...signed, '-out', path])
    const cert = readFileSync(path)
    const server = createServer({ cert, key: readFileSync(key) }).listen(0, '127.0.0.1')
    undo.add('close the server', () => server.close())
    await once(server, 'listening')
    const host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
    const error = await failing('docker', ['-H', host, '--tlsverify', '--tlscacert', path, 'version'])
    const notAfter = new Date(new X509Certificate(cert).validTo).toISOString()
    return { error, proof: { fact: 'certificate', fields: { path, expired: true, notAfter } } }
  },
}
