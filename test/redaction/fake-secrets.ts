/** Made-up secrets of every kind. They are put together here, so that no scanner of this repository takes one for real. */

const letters = (length: number): string =>
  'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(Math.ceil(length / 32)).slice(0, length)
const capitals = (length: number): string => letters(length).toUpperCase()
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const KEY_LINES = ['MIIEpAIBAAKCAQEA', letters(64), letters(64).split('').reverse().join(''), `${letters(20)}==`]

/** A private key in PEM form, whose lines are parted by `joint`. */
export function privateKey(type = 'RSA ', joint = '\n'): string {
  return [`-----BEGIN ${type}PRIVATE KEY-----`, ...KEY_LINES, `-----END ${type}PRIVATE KEY-----`].join(joint)
}

export const JSON_WEB_TOKEN = [
  base64('{"alg":"RS256","kid":"k1"}').replaceAll('=', ''),
  base64('{"iss":"kubernetes/serviceaccount","sub":"a:b"}').replaceAll('=', ''),
  letters(86),
].join('.')

const BOOTSTRAP_TOKEN = ['abc123', '0123456789abcdef'].join('.')

/** Tokens that are known wherever they stand. */
export const TOKENS: Readonly<Record<string, string>> = {
  jsonWebToken: JSON_WEB_TOKEN,
  slackBot: ['xoxb', '123456789012', '1234567890123', letters(24)].join('-'),
  slackUser: ['xoxp', '123456789012', '123456789012', letters(32)].join('-'),
  slackSession: ['xoxs', '123456789012', letters(20)].join('-'),
  slackApp: ['xapp', '1', 'A0123456789', '1234567890123', letters(64)].join('-'),
  casebookHost: ['casebook', 'host', '0123456789abcdef', '0123456789abcdef'.repeat(4)].join('-'),
  slackRefresh: ['xoxe', '1', letters(146)].join('-'),
  slackRotated: ['xoxe.xoxp', '1', letters(60)].join('-'),
  slackWebhook: `https://hooks.slack.com/${['services', 'T01234567', 'B01234567', letters(24)].join('/')}`,
  github: ['ghp', letters(36)].join('_'),
  githubFineGrained: ['github', 'pat', letters(22), letters(59)].join('_'),
  gitlab: ['glpat', letters(20)].join('-'),
  npm: ['npm', letters(36)].join('_'),
  awsKeyId: ['AK', 'IA', capitals(16)].join(''),
  googleApi: ['AI', 'za', letters(35)].join(''),
  googleOauth: ['ya29', letters(60)].join('.'),
  docker: ['dckr', 'pat', letters(27)].join('_'),
  vault: ['hvs', letters(24)].join('.'),
  alibabaKeyId: ['LT', 'AI', letters(20)].join(''),
  ceph: `AQ${letters(36)}==`,
  encodedKey: base64(privateKey('EC ')),
  encodedDockerConfig: base64('{"auths":{"registry.example.com":{"auth":"dTpw"}}}'),
  privateKeyOnOneLine: privateKey('', '\\n'),
  privateKeyWithBlanks: privateKey('OPENSSH ', ' '),
}

/** A secret in the text that gives it away. */
export interface Named {
  readonly text: string
  readonly secret: string
}

const named = (before: string, secret: string, after = ''): Named => ({ text: before + secret + after, secret })

const PASSWORD = 'correct-Horse7'
const OPAQUE = letters(32)

/** Secrets that are known by what stands before them. */
export const NAMED: Readonly<Record<string, Named>> = {
  assignedPassword: named('password=', PASSWORD),
  assignedPasswd: named('passwd=', PASSWORD),
  assignedSecret: named('mount -t ceph -o name=admin,secret=', OPAQUE, ',mds_namespace=fs'),
  iniPassword: named('password = ', PASSWORD),
  yamlPassword: named('  password: ', PASSWORD),
  jsonPassword: named('{"user":"a","password":"', PASSWORD, '"}'),
  escapedJsonPassword: named('{\\"user\\":\\"a\\",\\"password\\":\\"', PASSWORD, '\\"}'),
  quotedPassword: named("password: '", 'two words, one secret', "'"),
  goStructPassword: named('{Username:admin Password:', PASSWORD, ' Auth:}'),
  chinesePassword: named('密码：', PASSWORD),
  variablePassword: named('DB_PASSWORD=', PASSWORD),
  variableToken: named('export K3S_TOKEN=', 'plain-words-only'),
  variableSecret: named('- APP_SECRET=', 'abcdefgh'),
  awsSecretKey: named('AWS_SECRET_ACCESS_KEY=', letters(40)),
  alibabaSecret: named('"AccessKeySecret": "', letters(30), '"'),
  clientSecret: named('client_secret: ', OPAQUE),
  flagPassword: named('docker login -u me --password ', PASSWORD, ' registry.example.com'),
  flagPasswordEquals: named('helm repo add a https://charts.example.com --password=', PASSWORD, ' --debug'),
  joinToken: named(
    'kubeadm join 192.0.2.1:6443 --token ',
    BOOTSTRAP_TOKEN,
    ' --discovery-token-ca-cert-hash sha256:1f',
  ),
  joinCertificateKey: named('kubeadm join 192.0.2.1:6443 --certificate-key ', '0f'.repeat(32)),
  yamlToken: named('    token: ', OPAQUE),
  bootstrapToken: named('  token: ', BOOTSTRAP_TOKEN),
  kubeconfigKey: named('    client-key-data: ', base64('made up key')),
  kubeconfigCertificate: named('    client-certificate-data: ', base64('made up certificate')),
  dockerAuth: named('"registry.example.com": { "auth": "', base64('robot:pa55'), '" }'),
  bearer: named('Authorization: Bearer ', 'opaque-0123456789abcdef'),
  shortBearer: named("-H 'Authorization: Bearer ", 'abcd', "' https://192.0.2.1/"),
  basic: named('authorization: Basic ', base64('robot:pa55')),
  goHeader: named('Authorization:[Bearer ', 'opaque-0123456789abcdef', ']'),
  vaultHeader: named('curl -H "X-Vault-Token: ', 's.0123456789abcdef', '" https://vault.example.com'),
  urlPassword: named('https://robot:', PASSWORD, '@registry.example.com/v2/'),
  urlPasswordWithAt: named('proxy http://me:', 'p@ss7', '@192.0.2.1:3128'),
  databaseUrl: named('postgres://app:', PASSWORD, '@db.example.com:5432/app'),
  signedUrl: named('https://oss.example.com/l?Expires=1&OSSAccessKeyId=x&Signature=', `${letters(27)}%3D`, '&x=1'),
}
