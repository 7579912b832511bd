import { X509Certificate } from 'node:crypto'
import type certificate from '../../facts/certificate.ts'
import { type Looked, type Measured, measured, type NotChecked, type Piece, type Probe } from '../../model/probe.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readFirstCertificate } from './reading/first-certificate.ts'
import { unread } from './reading/unread.ts'

/**
 * Certificates that stop a node or a control plane when they expire. Not /var/lib/kubelet/pki/kubelet.crt: kubelet signs
 * it itself, nobody verifies it by default, and on healthy nodes it has long expired.
 */
const PATHS: readonly string[] = [
  '/var/lib/kubelet/pki/kubelet-client-current.pem',
  '/var/lib/kubelet/pki/kubelet-server-current.pem',
  ...crt('/etc/kubernetes/pki', 'ca', 'apiserver', 'apiserver-kubelet-client', 'apiserver-etcd-client'),
  ...crt('/etc/kubernetes/pki', 'front-proxy-ca', 'front-proxy-client'),
  ...crt('/etc/kubernetes/pki/etcd', 'ca', 'server', 'peer', 'healthcheck-client'),
  ...crt('/var/lib/rancher/k3s/agent', 'client-kubelet', 'serving-kubelet', 'client-kube-proxy', 'server-ca'),
  ...crt('/var/lib/rancher/k3s/server/tls', 'serving-kube-apiserver', 'client-kube-apiserver', 'client-admin'),
  ...crt('/var/lib/rancher/rke2/agent', 'client-kubelet', 'serving-kubelet', 'client-kube-proxy', 'server-ca'),
  ...crt('/var/lib/rancher/rke2/server/tls', 'serving-kube-apiserver', 'client-kube-apiserver', 'client-admin'),
  ...crt('/var/snap/microk8s/current/certs', 'ca', 'server', 'front-proxy-client'),
]

const NEEDS = { right: 'the right to read this file', absent: 'no such file' }
const DAY_MS = 86_400_000
const ABSENT: NotChecked = {
  what: 'certificates of Kubernetes',
  why: 'not-here',
  says: 'none of the files that kubeadm, k3s, rke2 and microk8s keep them in can be seen',
}

/** Reads the first certificate of each file and nothing behind it: what comes behind may be a private key. */
const probe: Probe<NodeView> = {
  summary: 'How long the certificates of kubelet, the API server and etcd are valid, from the files of a fixed list.',
  yields: ['certificate'],
  rights: [
    {
      right: 'the certificate files as anchors; CAP_DAC_READ_SEARCH where only root may read them',
      price:
        'that capability reads every file that is mounted into the agent; kubelet-client-current.pem also holds the key of the node',
    },
  ],
  deadlineMs: 2_000,
  pieces: (view): Piece[] => [
    { name: 'certificates', pool: 'local', task: PATHS.filter((path) => seenAt(view, path) !== undefined) },
  ],
  look: (view, piece) => whatIsSeen(seenPaths(piece.task).map((path) => lookAt(path, seenAt(view, path) ?? path))),
}

export default probe

function crt(folder: string, ...names: string[]): string[] {
  return names.map((name) => `${folder}/${name}.crt`)
}

function seenPaths(task: unknown): string[] {
  return Array.isArray(task) ? PATHS.filter((path) => task.includes(path)) : []
}

/** On a node without Kubernetes, one sentence and not thirty. */
function whatIsSeen(looks: readonly Looked[]): Looked {
  const facts = looks.flatMap((look) => look.facts)
  const notChecked = looks.flatMap((look) => look.notChecked).filter(({ why }) => why !== 'not-here')
  return { facts, notChecked: facts.length + notChecked.length > 0 ? notChecked : [ABSENT] }
}

function lookAt(path: string, at: string): Looked {
  try {
    const first = readFirstCertificate(at)
    if (typeof first === 'string') return { facts: [], notChecked: [refused(path, first)] }
    return { facts: [describe(path, new X509Certificate(first.pem))], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(path, error, NEEDS)] }
  }
}

function refused(what: string, found: 'something-else' | 'none'): NotChecked {
  const says =
    found === 'none'
      ? 'holds no certificate'
      : 'begins with something that is no certificate, as a private key does; it was not read further'
  return { what, why: 'failed', says }
}

function describe(path: string, { subject, issuer, validFrom, validTo }: X509Certificate): Measured {
  const now = Date.now()
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)]
  return measured<typeof certificate>('certificate', {
    path,
    subject: onOneLine(subject),
    issuer: onOneLine(issuer),
    notBefore: isoTime(from),
    notAfter: isoTime(to),
    ageDays: daysBetween(from, now),
    remainingDays: daysBetween(now, to),
    expired: Number.isFinite(to) ? to < now : undefined,
  })
}

/** Each part of a name stands on a line of its own, cut to what a person reads. */
function onOneLine(name: string | undefined): string | undefined {
  return name?.split('\n').join(', ').slice(0, 200)
}

function isoTime(ms: number): string | undefined {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined
}

function daysBetween(from: number, to: number): number | undefined {
  const days = (to - from) / DAY_MS
  return Number.isFinite(days) ? days : undefined
}
