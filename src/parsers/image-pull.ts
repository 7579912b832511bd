import type { z } from 'zod'
import imagePull from '../facts/image-pull.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

type Failure = z.infer<typeof imagePull.schema>['failure']

/** The most telling first: a registry that asks for a login also says that the image may not exist. */
const FAILURES: readonly (readonly [Failure, readonly string[]])[] = [
  ['rate-limit', ['toomanyrequests', '429 Too Many Requests']],
  ['no-credentials', ['no basic auth credentials']],
  ['expired', ['x509: certificate has expired or is not yet valid']],
  ['untrusted', ['x509: certificate signed by unknown authority', 'x509: cannot validate certificate']],
  ['plain-http', ['server gave HTTP response to HTTPS client']],
  ['no-space', ['no space left on device']],
  ['not-found', ['manifest unknown', ': not found', 'not found: manifest']],
  [
    'denied',
    [
      'pull access denied',
      'insufficient_scope',
      'requested access to the resource is denied',
      'unauthorized: ',
      '401 Unauthorized',
      '403 Forbidden',
      'does not exist or no pull access',
    ],
  ],
  [
    'unreachable',
    ['no such host', 'i/o timeout', 'connection refused', 'TLS handshake timeout', 'Client.Timeout exceeded'],
  ],
]

/** containerd found no image for the sandbox of a pod, and pulled it or did not even try. */
const SANDBOX = 'ailed to get sandbox image'

/** kubelet asked for a sandbox: with dockershim and cri-dockerd the pull that failed is told behind it. */
const CREATES_SANDBOX = ['pod sandbox', 'PodSandbox']

/** kubelet pulls the images of containers by itself, when the sandbox stands; containerd writes its own line small. */
const CONTAINER = 'Failed to pull image "'

/** Words of a pull that name an image. */
const NAMED_PULLS = [
  'ailed to pull image',
  'ailed to pull and unpack image',
  'PullImage ',
  'pulling image',
  'ailed to resolve reference',
]

/** What makes a line one about a pull. */
const PULLS = [
  ...NAMED_PULLS,
  SANDBOX,
  'pull access denied',
  'registry-1.docker.io/v2/',
  'Error response from daemon: toomanyrequests',
  'Error response from daemon: manifest',
  'Error response from daemon: Get ',
  'Error response from daemon: Head ',
]

const IMAGE =
  /(?:pull(?:ing)?(?: and unpack)? image|PullImage|resolve reference|get sandbox image) (?:"|\\"|\\\\\\")([\w./:@-]{1,300})(?:"|\\"|\\\\\\")/
const LINE_MAX = 4_000
const ROWS_MAX = 200

interface Seen {
  readonly failure: Failure
  readonly image: string | undefined
  readonly sandbox: boolean | undefined
  count: number
  readonly first: number
  last: number
}

/**
 * Pulls that failed, in the words of dockerd, containerd and kubelet: `docker pull`, `crictl pull`, events of a pod, logs
 * of kubelet. The same failure of the same image is one row with its count.
 *
 * A line counts when it says that it is about a pull and why that failed. Refused: pushes, builds, and the states
 * `ErrImagePull` and `ImagePullBackOff` alone, which say no reason.
 */
const imagePullParser: Parser = {
  command: 'crictl pull <image>',
  cues: [...PULLS],
  sample: `Warning  Failed  5s (x2 over 18s)  kubelet  Failed to pull image "registry.example.com/shop/web:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example.com/shop/web:1.4": failed to resolve reference "registry.example.com/shop/web:1.4": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
  read(lines, at) {
    const seen = new Map<string, Seen>()
    let to = at
    while (to < lines.length && note(seen, lines[to] ?? '', to)) to++
    if (to === at) return undefined
    const facts = [...seen.values()].map(({ image, failure, sandbox, count, first, last }) =>
      observe(imagePull, { image, failure, sandbox, count }, first, last),
    )
    return { facts, from: at, to }
  },
}

export default imagePullParser

function note(seen: Map<string, Seen>, line: string, at: number): boolean {
  const text = line.slice(0, LINE_MAX)
  const failure = readFailure(text)
  if (!failure) return false
  const image = IMAGE.exec(text)?.[1]
  const sandbox = isForSandbox(text)
  const key = `${failure} ${image} ${sandbox}`
  const known = seen.get(key)
  if (known) {
    known.count++
    known.last = at
  } else if (seen.size < ROWS_MAX) seen.set(key, { failure, image, sandbox, count: 1, first: at, last: at })
  return true
}

/** Undefined where nothing tells: `crictl pull`, `docker pull` and the log of a runtime pull images of both. */
function isForSandbox(text: string): boolean | undefined {
  if (text.includes(SANDBOX)) return true
  if (CREATES_SANDBOX.some((words) => text.includes(words)))
    return NAMED_PULLS.some((pull) => text.includes(pull)) || undefined
  return text.includes(CONTAINER) ? false : undefined
}

function readFailure(text: string): Failure | undefined {
  if (!PULLS.some((pull) => text.includes(pull)) || text.includes('push')) return undefined
  return FAILURES.find(([, words]) => words.some((word) => text.includes(word)))?.[0]
}
