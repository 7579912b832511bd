import { findPresetSecrets } from '../../src/redaction/preset.ts'
import { redact } from '../../src/redaction/redact.ts'
import { seededRandom } from '../synthetic-cases.ts'
import { type FakeSecret, fakeSecrets } from './fake-secrets.ts'
import type { Goal, Result } from './goal.ts'

const PER_KIND = 20
const LOG_LINES = 1000
const LEAST_RECALL = 0.95
const MOST_CUT = 0.01

export const secrets: Goal = {
  id: 'F5',
  promise:
    'of secrets in pastes, of kinds that the rules were not written from, 95 % are found, and 1 % of ordinary log lines are cut at most',
  measure: () => judge(async (text) => (await redact(text)).text),
  control: { without: 'rules of our own beside the preset', measure: () => judge(redactByPreset) },
}

/** The lines of a secret that are left in a text. */
export function remainsOf({ secret }: FakeSecret, text: string): string[] {
  return secret.split('\n').filter((line) => text.includes(line))
}

async function judge(redactText: (text: string) => Promise<string>): Promise<Result> {
  const all = fakeSecrets(PER_KIND)
  const missed: string[] = []
  for (const secret of all) if (remainsOf(secret, await redactText(secret.text)).length > 0) missed.push(secret.kind)
  const random = seededRandom(5)
  let cut = 0
  for (let i = 0; i < LOG_LINES; i++) {
    const line = logLine(i, random)
    if ((await redactText(line)) !== line) cut++
  }
  const recall = 1 - missed.length / all.length
  return {
    good: recall >= LEAST_RECALL && cut / LOG_LINES <= MOST_CUT,
    says: `${all.length - missed.length} of ${all.length} secrets found, of ${new Set(all.map(({ kind }) => kind)).size} kinds${listOf(missed)}; ${cut} of ${LOG_LINES} ordinary lines cut`,
  }
}

function listOf(missed: readonly string[]): string {
  const kinds = [...new Set(missed)]
  return kinds.length === 0
    ? ''
    : ` (missed: ${kinds.map((kind) => `${kind} ${missed.filter((it) => it === kind).length}`).join(', ')})`
}

async function redactByPreset(text: string): Promise<string> {
  const found = await findPresetSecrets(text)
  return found
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
}

/** Lines as nodes write them: ids, digests, names of secrets, tokens that are only spoken of. */
function logLine(number: number, random: () => number): string {
  const hex = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('')
  const template = LOG_TEMPLATES[number % LOG_TEMPLATES.length] ?? ''
  return template
    .replaceAll('<hex64>', () => hex(64))
    .replaceAll('<hex12>', () => hex(12))
    .replaceAll('<uid>', () => [8, 4, 4, 4, 12].map(hex).join('-'))
    .replaceAll('<n>', () => String(Math.floor(random() * 100_000)))
}

const LOG_TEMPLATES = [
  'E1121 10:00:01.<n> 1680 pod_workers.go:965] "Error syncing pod" err="failed to \\"StartContainer\\" for \\"web\\"" podUID="<uid>"',
  'time="2026-11-21T05:48:07Z" level=info msg="ignoring event" container=<hex64> module=libcontainerd namespace=moby',
  'Warning  FailedMount  <n>s  kubelet  MountVolume.SetUp failed for volume "kube-api-access-<hex12>" : object "kube-system"/"kube-root-ca.crt" not registered',
  'overlay on /var/lib/docker/overlay2/<hex64>/merged type overlay (rw,relatime,lowerdir=/var/lib/docker/overlay2/l/<hex12>)',
  'registry.example.com/app@sha256:<hex64>   2 weeks ago   1.2GB',
  'Nov 21 05:48:08 node-7 containerd[701]: level=warning msg="cleaning up after shim disconnected" id=<hex64>',
  'secret "registry-credentials-<n>" not found in namespace "team-<n>"',
  'W1121 10:00:01.<n> 1 reflector.go:539] failed to list *v1.Secret: secrets is forbidden: User "system:serviceaccount:ns:app" cannot list resource "secrets"',
  'I1121 10:00:01.<n> 1 token_manager.go:121] "Refreshing the service account token" pod="ns/app-<hex12>"',
  'tmpfs  7.7G  12K  7.7G  1% /var/lib/kubelet/pods/<uid>/volumes/kubernetes.io~secret/tls-<n>',
  'kernel: [<n>.123456] Memory cgroup out of memory: Killed process <n> (java) total-vm:<n>kB, anon-rss:<n>kB',
  'Failed to pull image "registry.example.com/team/app:<hex12>": rpc error: code = Unknown desc = unauthorized: authentication required',
  'drwx------ 2 root root 4096 Nov 21 05:48 id_rsa.d',
  'error: You must be logged in to the server (Unauthorized): the provided token has expired',
  'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none password], no supported methods remain',
  'x509: certificate has expired or is not yet valid: current time 2026-11-21T05:48:07Z is after 2026-11-20T00:00:00Z, serial <n>',
  'etcdserver: auth: user name is empty, key=/registry/secrets/default/db-<n>',
  'UID <uid> PID <n> TTY pts/0 CMD /usr/bin/kubelet --config=/var/lib/kubelet/config.yaml --node-labels=pool=a',
  'commit <hex64> Author: someone <n>',
  'GET /api/v1/namespaces/kube-system/secrets?limit=500&resourceVersion=<n> 200 OK in 12 milliseconds',
]
