import { createHash } from 'node:crypto'

/** A secret in a line that holds it. */
export interface FakeSecret {
  readonly kind: string
  readonly text: string
  readonly secret: string
}

/** As many made-up secrets of each kind, each different. Put together here, so that no scanner of this repository takes one for real. */
export function fakeSecrets(perKind: number): FakeSecret[] {
  return Object.entries(KINDS).flatMap(([kind, make]) =>
    Array.from({ length: perKind }, (_, i) => ({ kind, ...make(new Letters(`${kind} ${i}`)) })),
  )
}

type Made = Omit<FakeSecret, 'kind'>

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters without end, the same for the same seed. */
class Letters {
  readonly #seed: string
  #taken = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  bytes(count: number): Buffer {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () =>
      createHash('sha256')
        .update(`${this.#seed} ${this.#taken++}`)
        .digest(),
    )
    return Buffer.concat(blocks).subarray(0, count)
  }

  of(alphabet: string, count: number): string {
    return [...this.bytes(count)].map((byte) => alphabet[byte % alphabet.length]).join('')
  }

  mixed(count: number): string {
    return this.of(ALPHABET, count)
  }

  upper(count: number): string {
    return this.of('ABCDEFGHJKLMNPQRSTUVWXYZ234567', count)
  }

  digits(count: number): string {
    return this.of('0123456789', count)
  }

  hex(count: number): string {
    return this.of('0123456789abcdef', count)
  }

  word(): string {
    return this.of('abcdefghijklmnopqrstuvwxyz', 7)
  }

  base64(bytes: number): string {
    return this.bytes(bytes).toString('base64')
  }
}

const within = (before: string, secret: string, after = ''): Made => ({ text: before + secret + after, secret })
const url64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function webToken(letters: Letters): string {
  const claims = {
    iss: 'https://kubernetes.default.svc',
    sub: `system:serviceaccount:ns-${letters.word()}:app`,
    exp: 1_800_000_000,
  }
  return [url64({ alg: 'RS256', typ: 'JWT' }), url64(claims), letters.bytes(64).toString('base64url')].join('.')
}

function pem(label: string, letters: Letters): Made {
  const body = Array.from({ length: 6 }, () => letters.base64(48))
  const text = [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`].join('\n')
  return { text: `cat tls.key\n${text}\n`, secret: body.join('\n') }
}

/** A key as it stands in JSON. */
function onOneLine({ text, secret }: Made): Made {
  const key = text.slice(text.indexOf('-----'))
  return { text: JSON.stringify({ type: 'service_account', private_key: key }), secret }
}

/** What engineers paste when something is broken, with what they did not want to paste. */
const KINDS: Readonly<Record<string, (letters: Letters) => Made>> = {
  'service account token in a curl': (it) =>
    within('curl -sk -H "Authorization: Bearer ', webToken(it), '" https://10.96.0.1/api/v1/nodes'),
  'token in a kubeconfig': (it) => within('users:\n- name: admin\n  user:\n    token: ', webToken(it), '\n'),
  'client key in a kubeconfig': (it) => within('    client-key-data: ', it.base64(600), '\n'),
  'docker config auth': (it) =>
    within(
      '{"auths":{"registry.example.com":{"auth":"',
      Buffer.from(`robot:${it.mixed(20)}`).toString('base64'),
      '"}}}',
    ),
  'kubernetes secret': (it) =>
    within(
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ',
      it.base64(18),
      '\ntype: Opaque\n',
    ),
  'registry URL': (it) =>
    within(
      'Error response from daemon: Get "https://deploy:',
      it.mixed(18),
      '@registry.example.com/v2/": dial tcp 192.0.2.8:443: i/o timeout',
    ),
  'git remote': (it) =>
    within('fatal: unable to access https://oauth2:', it.mixed(20), '@git.example.com/infra/charts.git/'),
  'database URL': (it) => within('DATABASE_URL=postgresql://app:', it.mixed(16), '@10.0.3.9:5432/app?sslmode=disable'),
  'redis URL': (it) => within('dial redis://:', it.mixed(24), '@10.0.3.10:6379/0: connection refused'),
  'kubeadm join': (it) =>
    within(
      'kubeadm join 10.0.0.5:6443 --token ',
      `${it.of('abcdefghijkmnpqrstuvwxyz0123456789', 6)}.${it.of('abcdefghijkmnpqrstuvwxyz0123456789', 16)}`,
      ' --discovery-token-unsafe-skip-ca-verification',
    ),
  'kubeadm certificate key': (it) => within('kubeadm init phase upload-certs --certificate-key ', it.hex(64)),
  'AWS key pair': (it) =>
    within(`AWS_ACCESS_KEY_ID=AKIA${it.upper(16)} AWS_SECRET_ACCESS_KEY=`, it.mixed(40), ' aws ecr get-login-password'),
  'AWS session token': (it) => within('export AWS_SESSION_TOKEN=', it.base64(240)),
  'Google service account': (it) => onOneLine(pem(['PRIVATE', 'KEY'].join(' '), it)),
  'GitHub token': (it) =>
    within(
      'helm repo add internal https://raw.example.com/charts --username ci --password ',
      ['ghp', it.mixed(36)].join('_'),
    ),
  'GitLab token': (it) =>
    within(
      'curl --header "PRIVATE-TOKEN: ',
      ['glpat', it.mixed(20)].join('-'),
      '" https://git.example.com/api/v4/projects',
    ),
  'Slack bot token': (it) => within('SLACK_BOT_TOKEN=', ['xoxb', it.digits(12), it.digits(13), it.mixed(24)].join('-')),
  'Slack webhook': (it) =>
    within(
      'receiver: https://hooks.slack.com/services/',
      [`T${it.upper(9)}`, `B${it.upper(9)}`, it.mixed(24)].join('/'),
    ),
  'vault token': (it) => within('VAULT_TOKEN=', `hvs.${it.mixed(90)}`),
  'password flag': (it) => within('docker login registry.example.com -u ci --password=', it.mixed(14)),
  'environment of a container': (it) => within('        "MYSQL_ROOT_PASSWORD=', it.mixed(15), '",'),
  'basic auth header': (it) =>
    within('> Authorization: Basic ', Buffer.from(`${it.word()}:${it.mixed(14)}`).toString('base64')),
  'RSA private key': (it) => pem(['RSA', 'PRIVATE KEY'].join(' '), it),
  'OpenSSH private key': (it) => pem(['OPENSSH', 'PRIVATE KEY'].join(' '), it),
  'etcd password flag': (it) =>
    within(`etcdctl --endpoints=10.0.0.2:2379 --user=root --password=`, it.mixed(12), ' member list'),
}
