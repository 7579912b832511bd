import { rules } from '@secretlint/secretlint-rule-preset-recommend'
import type { SecretLintRuleContext as Context, SecretLintSourceCode as Source } from '@secretlint/types'
import type { Range } from './range.ts'

/**
 * Rules of the preset that are replaced by ours: `aws` reports as many characters as the secret has, but from the start
 * of its name, so the end of the secret stays; the next two take the host with the password, and the host is what an
 * error is about; the last lets the text itself switch rules off.
 */
const REPLACED = new Set(
  ['aws', 'basicauth', 'database-connection-string', 'filter-comments'].map(
    (name) => `@secretlint/secretlint-rule-${name}`,
  ),
)

/** V8 throws when a group of a pattern repeats some million times, so the rules see a part of the text at a time. */
const WINDOW = 256 * 1024
/** The longest token that a rule knows has 1,300 characters. */
const OVERLAP = 2048

/**
 * What secretlint's recommended preset sees: tokens of vendors, private keys.
 *
 * The rules are run without `@secretlint/core`, whose `lintSource` compares each secret with each other (16,000 Slack
 * tokens take it over a minute), keeps performance marks of every call for the life of the process, and honours
 * `secretlint-disable` comments in the text.
 */
export async function findPresetSecrets(text: string): Promise<Range[]> {
  const found: Range[] = []
  for (let from = 0; from < text.length; from += WINDOW) {
    const ranges = await findInWindow(text.slice(from, from + WINDOW + OVERLAP))
    for (const { start, end } of ranges) found.push({ start: from + start, end: from + end })
  }
  return found
}

async function findInWindow(text: string): Promise<Range[]> {
  const ranges: Range[] = []
  const context: Context = {
    sharedOptions: {},
    createTranslator: () => (messageId) => ({ message: '', messageId: String(messageId), data: {} }),
    report: ({ range: [start, end] }) => ranges.push({ start, end }),
    ignore: () => undefined,
  }
  await Promise.all(RULES.map((rule) => rule.create(context, {}).file?.(sourceOf(text))))
  return ranges
}

const RULES = rules.filter((rule) => !REPLACED.has(rule.meta.id))

/** Rules read the text; what maps positions to lines is asked for by `filter-comments` only. */
function sourceOf(text: string): Source {
  const source: Partial<Source> = { hasBOM: false, content: text, filePath: undefined, contentType: 'text', ext: '' }
  return source as Source
}
