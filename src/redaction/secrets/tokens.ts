import type { Range } from '../range.ts'
import { isBasicCredentials } from './credentials.ts'

interface Shape {
  /** Starts with a literal. The secret is group 1, at the end of the match, or all of it. */
  readonly pattern: RegExp
  readonly isSecret?: (text: string) => boolean
}

const BASE64 = '[A-Za-z0-9+/=]'
const SIGNATURE = '[A-Za-z0-9_%+/=.~-]'

/** Tokens that are known by their own text, where secretlint's preset has none or a narrower pattern. */
const SHAPES: readonly Shape[] = [
  // JSON Web Tokens, whole or without signature. The run is matched first and judged then, so that no start is tried twice.
  { pattern: /eyJ[\w.-]*/g, isSecret: isJsonWebToken },
  // {"auths": of a Docker config in base64
  { pattern: startingWith('eyJhdXRocyI6', BASE64, 8) },
  // -----BEGIN … PRIVATE KEY in base64: PKCS#8, RSA, EC, OpenSSH
  {
    pattern:
      /LS0tLS1CRUdJTiB(?:QUklWQVRFIEtFWS|SU0EgUFJJVkFURSBLRVkt|FQyBQUklWQVRFIEtFWS|PUEVOU1NIIFBSSVZBVEUg)[A-Za-z0-9+/=]*/g,
  },
  { pattern: startingWith(String.raw`xox[a-z](?:\.xox[a-z])?-`, '[A-Za-z0-9_%+/=-]', 10) },
  { pattern: startingWith('xapp-', '[A-Za-z0-9_-]', 10) },
  {
    pattern: startingWith(
      String.raw`https?://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/`,
      '[A-Za-z0-9_/-]',
      8,
    ),
  },
  // our own keys of hosts
  { pattern: startingWith('casebook-(?:enrol|host)-', '[0-9a-f-]', 32) },
  { pattern: startingWith('gh[opsur]_', '[A-Za-z0-9_]', 20) },
  { pattern: startingWith('github_pat_', '[A-Za-z0-9_]', 20) },
  { pattern: startingWith('gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-', '[A-Za-z0-9_.-]', 16) },
  { pattern: startingWith('GR1348941', '[A-Za-z0-9_-]', 16) },
  { pattern: startingWith('npm_', '[A-Za-z0-9]', 30) },
  { pattern: /(?<![A-Z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])/g },
  // Alibaba Cloud access key id
  { pattern: /(?<!(?<!\\)[A-Za-z0-9])LTAI[A-Za-z0-9]{12,26}(?![A-Za-z0-9])/g, isSecret: hasDigit },
  { pattern: startingWith('AIza', '[A-Za-z0-9_-]', 35) },
  { pattern: startingWith(String.raw`ya29\.`, '[A-Za-z0-9_.-]', 20) },
  { pattern: startingWith('GOCSPX-', '[A-Za-z0-9_-]', 20) },
  { pattern: startingWith('dckr_[op]at_', '[A-Za-z0-9_-]', 20) },
  // HashiCorp Vault
  { pattern: startingWith(String.raw`hv[brs]\.`, '[A-Za-z0-9_-]', 20) },
  { pattern: startingWith('hf_', '[A-Za-z0-9]', 30) },
  // Ceph keys: 28 bytes in base64, of which the first two are a version
  { pattern: /(?<!(?<!\\)[A-Za-z0-9+/])AQ[A-Za-z0-9+/]{36}==/g },
  // Signed URLs of object stores, in errors of image pulls
  { pattern: valueBehind('X-(?:Amz|Goog)-(?:Signature|Security-Token)=', SIGNATURE, 16) },
  { pattern: valueBehind('[?&](?:Signature|sig)=', SIGNATURE, 16) },
  { pattern: valueBehind(String.raw`Bearer[ \t]{1,8}`, '[A-Za-z0-9_.~+/=-]', 16), isSecret: hasDigit },
  { pattern: valueBehind(String.raw`Basic[ \t]{1,8}`, BASE64, 6), isSecret: isBasicCredentials },
  {
    pattern: valueBehind(
      String.raw`Authorization[\\"']{0,8}[ \t]{0,8}[:=][ \t]{0,8}[\\"'[]{0,8}(?:Bearer|Basic|Token)[ \t]{1,8}`,
      '[A-Za-z0-9_.~+/=-]',
      4,
    ),
  },
]

/** A literal and at least so many characters. Written as `c{20}c*`, because V8 throws when `c{20,}` meets some million of them. */
function startingWith(literal: string, characters: string, least: number): RegExp {
  return new RegExp(`${literal}${characters}{${least}}${characters}*`, 'g')
}

/** The same in any letter case, where the literal is a name and no part of the secret. */
function valueBehind(literal: string, characters: string, least: number): RegExp {
  return new RegExp(`${literal}(${characters}{${least}}${characters}*)`, 'gi')
}

export function findTokens(text: string): Range[] {
  return SHAPES.flatMap((shape) => findShape(text, shape))
}

function findShape(text: string, { pattern, isSecret }: Shape): Range[] {
  const ranges: Range[] = []
  for (const match of text.matchAll(pattern)) {
    const secret = match[1] ?? match[0]
    const end = match.index + match[0].length
    if (!isSecret || isSecret(secret)) ranges.push({ start: end - secret.length, end })
  }
  return ranges
}

function isJsonWebToken(text: string): boolean {
  const [header = '', payload = ''] = text.slice(0, 20_000).split('.', 2)
  return header.length > 10 && payload.length > 7
}

function hasDigit(text: string): boolean {
  return /\d/.test(text)
}
