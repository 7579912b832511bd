/** Base64 of `user:password`, as HTTP basic authentication and Docker's config.json have it. */
export function isBasicCredentials(text: string): boolean {
  const decoded = Buffer.from(text.slice(0, 4096), 'base64').toString('latin1')
  return /^[\x20-\x7e]{1,3072}$/.test(decoded) && decoded.includes(':')
}

/** What stands in the place of a secret and is none: `****`, `<password>`, `${PASSWORD}`, `{{ .token }}`, `%s`, a word of prose. */
export function isPlaceholder(text: string): boolean {
  const bare = withoutPunctuation(text.slice(0, 200))
  return bare === '' || WORDS.has(bare.toLowerCase()) || STAND_IN.test(bare)
}

/** Without what ends a clause, at most eight characters of it. */
function withoutPunctuation(text: string): string {
  let end = text.length
  while (end > 0 && text.length - end < 8 && ')]},;.:!?'.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

const STAND_IN =
  /^(?:[*•.x_-]{1,200}|<[^<>]{0,100}>?|\$\{?\w{1,60}\}?|\$\(.{0,200}|\{\{.{0,200}|%\[?\d?\]?[a-z]|\[redacted)$/i

const WORDS = new Set(
  [
    'null nil none undefined true false yes no empty missing required optional invalid incorrect wrong expired unknown',
    'failed denied changed unset default redacted hidden masked secret password token stdin prompt',
    'via is was are must should may can not flag flags option options argument parameter value field',
    'files compat systemd sss ldap success',
    'for from in on to of or and with without as by at the a an if when file files based auth authentication',
  ].flatMap((words) => words.split(' ')),
)

/** A path or an address that says where the secret is: /run/secrets/a, ./token, https://vault.example.com. */
export function isLocation(text: string): boolean {
  return /^(?:\.{0,2}|~)(?:\/[\w.@~-]{1,255}){2,40}\/?$|^\.{1,2}\/|^~\/|^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(
    text.slice(0, 4096),
  )
}

/** A name of a Kubernetes object: `kube-system/registry`, `default-token-x7k2m`. */
export function isObjectName(text: string): boolean {
  return /^[a-z0-9.-]{1,63}\/[a-z0-9.-]{1,253}$|-token-[a-z0-9]{5}$/.test(text.slice(0, 400))
}

/** Eight characters and more that are no word: with a digit, or with letters of both cases inside. */
export function looksRandom(text: string): boolean {
  const start = text.slice(0, 200)
  return start.length >= 8 && (/\d/.test(start) || /[a-z][A-Z]/.test(start))
}
