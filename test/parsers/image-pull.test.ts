import { expect, test } from 'vitest'
import imagePull from '../../src/parsers/image-pull.ts'
import { fieldsIn } from './facts-in.ts'

const IMAGE = 'registry.example.com/shop/web:1.4'
const PULL = `Failed to pull image "${IMAGE}": rpc error: code = Unknown desc = `

test.each([
  ['rate-limit', `${PULL}Error response from daemon: toomanyrequests: You have reached your pull rate limit.`],
  [
    'rate-limit',
    `${PULL}failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/x/manifests/sha256:ab: 429 Too Many Requests`,
  ],
  [
    'no-credentials',
    `${PULL}Error response from daemon: Get http://registry.example.com/v2/shop/web/manifests/1.4: no basic auth credentials`,
  ],
  ['denied', `${PULL}unexpected status code [manifests 1.4]: 401 Unauthorized`],
  [
    'denied',
    `${PULL}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  [
    'not-found',
    `${PULL}Error response from daemon: manifest for ${IMAGE} not found: manifest unknown: manifest unknown`,
  ],
  ['not-found', `${PULL}failed to resolve reference "${IMAGE}": ${IMAGE}: not found`],
  ['untrusted', `${PULL}Get "https://registry.example.com/v2/": x509: certificate signed by unknown authority`],
  ['expired', `${PULL}Get "https://registry.example.com/v2/": x509: certificate has expired or is not yet valid`],
  ['plain-http', `${PULL}http: server gave HTTP response to HTTPS client`],
  [
    'unreachable',
    `${PULL}Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host`,
  ],
  ['no-space', `${PULL}write /var/lib/containerd/ingest/ab/data: no space left on device`],
])('reads %s', (failure, line) => {
  expect(fieldsIn(imagePull, `  Warning  Failed  5s  kubelet  ${line}`)).toEqual([
    { image: IMAGE, failure, sandbox: false, count: 1 },
  ])
})

test('counts a failure of the same image once', () => {
  const line = `E0101 kubelet: PullImage "${IMAGE}" from image service failed: no basic auth credentials`
  expect(fieldsIn(imagePull, `${line}\n${line}`)).toEqual([{ image: IMAGE, failure: 'no-credentials', count: 2 }])
})

test('reads the name of the image from an escaped log', () => {
  const line = String.raw`level=error msg="PullImage \"${IMAGE}\" failed" error="failed to pull and unpack image \"x\": 401 Unauthorized"`
  expect(fieldsIn(imagePull, line)).toEqual([{ image: IMAGE, failure: 'denied', count: 1 }])
})

test('tells the image of the sandbox from the image of a container', () => {
  const pause = 'registry.k8s.io/pause:3.9'
  const line = `failed to get sandbox image "${pause}": failed to pull image "${pause}": dial tcp 192.0.2.1:443: i/o timeout`
  expect(
    fieldsIn(imagePull, `${line}\nfailed to get sandbox image "localhost/pause": image "localhost/pause": not found`),
  ).toEqual([
    { image: pause, failure: 'unreachable', sandbox: true, count: 1 },
    { image: 'localhost/pause', failure: 'not-found', sandbox: true, count: 1 },
  ])
})

test('knows the sandbox behind dockershim and cri-dockerd', () => {
  const pause = 'registry.k8s.io/pause:3.6'
  const reason = `failed pulling image "${pause}": Error response from daemon: Get "https://registry.k8s.io/v2/": no basic auth credentials`
  const event = `Failed to create pod sandbox: rpc error: code = Unknown desc = ${reason}`
  const log = `"RunPodSandbox from runtime service failed" err="rpc error: code = Unknown desc = ${reason}"`
  expect(fieldsIn(imagePull, `${event}\n${log}`)).toEqual([
    { image: pause, failure: 'no-credentials', sandbox: true, count: 2 },
  ])
})

test.each([
  ['crictl', `FATA[0001] pulling image: failed to pull and unpack image "registry.k8s.io/pause:3.9": 401 Unauthorized`],
  ['docker', 'Error response from daemon: manifest for pause:3.9 not found: manifest unknown'],
  ['a sandbox that fails otherwise', 'Failed to create pod sandbox: Error response from daemon: Get x: i/o timeout'],
])('does not guess what the image is for: %s', (_what, line) => {
  expect(fieldsIn(imagePull, line)).toEqual([expect.not.objectContaining({ sandbox: expect.anything() })])
})

test.each([
  ['a state without its reason', 'Warning  Failed  5s  kubelet  Error: ErrImagePull'],
  ['a pull that goes on', 'Normal  Pulling  5s  kubelet  Pulling image "web:1"'],
  ['a push', 'docker push: pull access denied, toomanyrequests'],
  ['a login of something else', 'curl: 401 Unauthorized'],
  ['prose', 'we see x509: certificate errors in the ingress'],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(imagePull, text)).toEqual([])
})
