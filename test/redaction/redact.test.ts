import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact } from '../../src/redaction/redact.ts'
import { JSON_WEB_TOKEN, NAMED, privateKey, TOKENS } from './fake-secrets.ts'

const { github = '', gitlab = '' } = TOKENS

test('numbers secrets in the order they appear, the same one alike', async () => {
  const text = `first ${gitlab} then ${github}\npassword=${gitlab}\nand ${github}.`
  expect(await redact(text)).toEqual({
    text: 'first [secret-1] then [secret-2]\npassword=[secret-1]\nand [secret-2].',
    secrets: 2,
  })
})

test('leaves a text without secrets as it is', async () => {
  expect(await redact('df -h\nno space left on device')).toEqual({ text: 'df -h\nno space left on device', secrets: 0 })
  expect(await redact('')).toEqual({ text: '', secrets: 0 })
})

test('numbers new secrets after those of an earlier redaction', async () => {
  expect(await redact(`token [secret-3] and ${github}, password=[secret-3]`)).toEqual({
    text: 'token [secret-3] and [secret-4], password=[secret-3]',
    secrets: 1,
  })
})

test('keeps the number of lines when a secret spans several', async () => {
  const { text } = await redact(`before\r\n${privateKey('', '\r\n')}\r\nafter`)
  expect(text).toBe('before\r\n[secret-1]\r\n\r\n\r\n\r\n\r\n\r\nafter')
})

test('cannot be switched off by the text', async () => {
  const { text } = await redact(`# secretlint-disable\n${github}\n// secretlint-disable-line ${gitlab}`)
  expect(text).toBe('# secretlint-disable\n[secret-1]\n// secretlint-disable-line [secret-2]')
})

test('leaves no piece of the word that a secret stands in', async () => {
  expect((await redact(`a prefix_${github}_suffix-${'x'.repeat(200)} b`)).text).toBe('a [secret-1] b')
  const long = `${['lin', 'api'].join('_')}_`.repeat(1000)
  expect((await redact(`a ${long} b`)).text).toBe('a [secret-1] b')
})

test('finds a secret wherever windows of the text meet', async () => {
  for (const offset of [0, 100, 1000]) {
    const text = `${' '.repeat(256 * 1024 - 50 + offset)}${TOKENS.npm} ${TOKENS.slackBot}`
    expect((await redact(text)).text.trimStart()).toBe('[secret-1] [secret-2]')
  }
})

test('finds the password of a URL of which Slack made a mail address', async () => {
  const password = 'aB3dE5fG7hJ9kLmN'
  const linked = `<mailto:${password}@10.0.3.9|${password}@10.0.3.9>`
  expect((await redact(`dial redis://:${linked}:6379/0 for postgresql://app:${linked}:5432/app`)).text).toBe(
    'dial redis://:<mailto:[secret-1]@10.0.3.9|[secret-1]@10.0.3.9>:6379/0 for postgresql://app:<mailto:[secret-1]@10.0.3.9|[secret-1]@10.0.3.9>:5432/app',
  )
})

describe.each(Object.entries(TOKENS))('%s', (_kind, secret) => {
  test.each([
    ['alone', '', ''],
    ['in a sentence', 'pull failed with ', ' (retrying)'],
    ['in JSON', '{"value":"', '"}'],
    ['in nested JSON', '{\\"value\\":\\"', '\\"}'],
    ['behind an escaped line end', 'line one\\n', '\\nline three'],
    ['behind Chinese', '令牌是', '。'],
    ['as an argument', 'run --with=', ' --debug'],
  ])('is replaced %s', async (_where, before, after) => {
    expect(await redact(before + secret + after)).toEqual({ text: `${before}[secret-1]${after}`, secrets: 1 })
  })
})

describe.each(Object.entries(NAMED))('%s', (_kind, { text, secret }) => {
  test('is replaced, and what names it stays', async () => {
    expect(await redact(text)).toEqual({ text: text.replace(secret, '[secret-1]'), secrets: 1 })
  })
})

/** Foreign text that is full of what the finders look for. */
const noise = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        ...'password= token: "secret":" --token https://u: @ { } data: kind:\x20Secret - | = \\ \\n " \' , ; \t'.split(
          ' ',
        ),
      ),
      fc.constantFrom(
        '\n',
        '\r\n',
        '  ',
        '-----BEGIN PRIVATE KEY-----',
        '-----END PRIVATE KEY-----',
        'eyJ',
        'xoxb-',
        '[secret-7]',
      ),
      fc.constantFrom(...Object.values(TOKENS), ...Object.values(NAMED).map(({ text }) => text)),
      fc.constantFrom('kind: Secret\ndata:\n  a: b', '{"data":{"a":"b"},"kind":"Secret"}', privateKey()),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

test('never throws, keeps the lines, and finds nothing in what it redacted', async () => {
  await fc.assert(
    fc.asyncProperty(noise, async (text) => {
      const once = await redact(text)
      expect(once.text.split('\n')).toHaveLength(text.split('\n').length)
      expect(await redact(once.text)).toEqual({ text: once.text, secrets: 0 })
    }),
    { numRuns: 1500 },
  )
})

test('lets no secret survive in noise', async () => {
  const planted = fc.constantFrom(
    ...Object.values(TOKENS).map((token) => ({ text: token, secret: token })),
    ...Object.values(NAMED),
  )
  const plainNoise = fc.string({ unit: 'binary', maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(plainNoise, planted, plainNoise, async (before, { text: line, secret }, after) => {
      const { text } = await redact(`${before}\n${line}\n${after}`)
      expect(text).not.toContain(secret)
    }),
    { numRuns: 1000 },
  )
})

/** A quadratic step anywhere takes hours for these, so that the test's time limit is the judge. */
test.each([
  ['token=', ''],
  ['token: ', ''],
  ['password="', ''],
  ['password=,', ''],
  ['\\"password\\":\\"', ''],
  ['--password ', ''],
  ['eyJ', ''],
  ['eyJ.', ''],
  ['a-', 'xoxb-'],
  ['://a:b@', ''],
  ['a', '://'],
  ['Authorization: Bearer ', ''],
  ['-----BEGIN PRIVATE KEY-----', ''],
  ['-----BEGIN PRIVATE KEY-----\n\n', ''],
  ['aB3', '-----BEGIN PRIVATE KEY-----'],
  ['\\n', '-----BEGIN PRIVATE KEY-----'],
  ['kind: Secret\n', ''],
  ['kind: Secret\ndata:\n  a: b\n', ''],
  ['"data":{"a":"b"}', '"kind":"Secret"'],
  ['  - kind:\n', 'Secret\n'],
  ['SG.aaaaaaaaaaaaaaa.', ''],
  [`${JSON_WEB_TOKEN} `, ''],
  [`${TOKENS.slackBot}\n`, ''],
])('takes a megabyte of %j', async (part, before) => {
  const text = before + part.repeat(1_000_000 / part.length)
  const redacted = await redact(text)
  expect(redacted.text.split('\n')).toHaveLength(text.split('\n').length)
})
