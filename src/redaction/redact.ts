import { findPresetSecrets } from './preset.ts'
import { growToWords, mergeRanges, type Range } from './range.ts'
import { findKubernetesSecrets } from './secrets/kubernetes-secrets.ts'
import { findNamedValues } from './secrets/named-values.ts'
import { findPrivateKeys } from './secrets/private-keys.ts'
import { findTokens } from './secrets/tokens.ts'
import { findUrlPasswords } from './secrets/url-passwords.ts'

export interface Redacted {
  readonly text: string
  /** How many different secrets were replaced. */
  readonly secrets: number
}

/** The first round finds what there is; one more sees that nothing is left, or finds what stood beside a secret. */
const MAX_ROUNDS = 6

/**
 * Replaces every secret by `[secret-1]`, `[secret-2]`, … in order of appearance, the same secret by the same token.
 *
 * Line ends inside a secret stay, so every other line keeps its number. Text that was redacted before is left as it
 * is; new secrets in it are numbered after the ones that it has.
 *
 * The time is linear in the text, whatever it holds: each regular expression of this folder starts with a literal and
 * either has bounded quantifiers or ends in one unbounded class, whose text is then skipped.
 */
export async function redact(text: string): Promise<Redacted> {
  const tokens = new Tokens(text)
  let redacted = text
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const secrets = await findSecrets(redacted)
    if (secrets.length === 0) break
    redacted = replaceRanges(redacted, secrets, tokens)
  }
  return { text: redacted, secrets: tokens.count }
}

const FINDERS = [findTokens, findNamedValues, findUrlPasswords, findPrivateKeys, findKubernetesSecrets]

async function findSecrets(text: string): Promise<Range[]> {
  const found = [...(await findPresetSecrets(text)), ...FINDERS.flatMap((find) => find(text))]
  const secrets = found.filter(({ start, end }) => !holdsToken(text.slice(start, end)))
  // A rule that knows the length of a token leaves the rest of a longer one.
  return growToWords(text, mergeRanges(secrets))
}

/** What an earlier redaction left is not a secret, and its surroundings were judged then. */
function holdsToken(text: string): boolean {
  return /\[secret-\d{1,6}\]/.test(text)
}

/** Gives each secret its token. */
class Tokens {
  readonly #numbers = new Map<string, number>()
  readonly #text: string
  #last: number | undefined

  constructor(text: string) {
    this.#text = text
  }

  get count(): number {
    return this.#numbers.size
  }

  tokenOf(secret: string): string {
    this.#last ??= highestToken(this.#text)
    const number = this.#numbers.get(secret) ?? ++this.#last
    this.#numbers.set(secret, number)
    return `[secret-${number}]`
  }
}

function highestToken(text: string): number {
  let highest = 0
  for (const [, number] of text.matchAll(/\[secret-(\d{1,6})\]/g)) highest = Math.max(highest, Number(number))
  return highest
}

function replaceRanges(text: string, ranges: readonly Range[], tokens: Tokens): string {
  const parts: string[] = []
  let from = 0
  for (const { start, end } of ranges) {
    const secret = text.slice(start, end)
    parts.push(text.slice(from, start), tokens.tokenOf(secret), secret.replaceAll(/[^\r\n]+/g, ''))
    from = end
  }
  return parts.join('') + text.slice(from)
}
