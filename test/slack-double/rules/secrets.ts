/** What a secret looks like. Names, so that a report need not repeat it. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'a Slack token': /\bx(?:ox[abeprs]|app)-[\w-]{10,}/,
  'an AWS key id': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a GitHub token': /\b(?:gh[oprsu]_\w{36,}|github_pat_\w{40,})/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a JSON Web Token': /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/,
  'a password in a URL': /:\/\/[^\s:/@]+:[^\s:/@*]{4,}@/,
  'a bearer token': /\bbearer\s+[\w.~+/-]{20,}/i,
}

/** The kinds of secrets in a text; `known` are secrets of the test, by their text. */
export function secretsIn(text: string, known: readonly string[]): string[] {
  const kinds = Object.entries(SECRETS).flatMap(([kind, pattern]) => (pattern.test(text) ? [kind] : []))
  return known.some((secret) => text.includes(secret)) ? [...kinds, 'a secret of the test'] : kinds
}
