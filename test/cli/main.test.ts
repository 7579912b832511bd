import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT, type Io } from '../../src/cli/io/io.ts'
import { readConfig } from '../../src/config.ts'
import { type Run, runMain } from './run-main.ts'

const PASTE = `docker: Error response from daemon: error creating overlay mount to /var/lib/docker/overlay2/4be1-init/merged: no space left on device.
# df -h
Filesystem      Size  Used Avail Use% Mounted on
/dev/vda1       118G   35G   79G  31% /
# df -i
Filesystem      Inodes  IUsed   IFree IUse% Mounted on
/dev/vda1      7864320 677111 7187209    9% /
`

/** A library of the tests: the real one may change. */
const LIBRARY = { CASEBOOK_KNOWLEDGE: fileURLToPath(new URL('../library', import.meta.url)) }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-cli-'))
  await writeFile(join(folder, 'paste.txt'), PASTE)
})
afterAll(() => rm(folder, { recursive: true }))

function casebook(args: readonly string[], input = '', more: Partial<Io> = {}): Promise<Run> {
  return runMain(args, LIBRARY, input, more)
}

describe('match', () => {
  test('answers a paste from a file with the case, why, why not its siblings, what to run and the fix', async () => {
    const { code, out, err } = await casebook(['match', join(folder, 'paste.txt')])
    expect(err).toBe('')
    expect(code).toBe(EXIT.done)
    expect(out).toMatch(/mount-max-exhausted \(medium confidence\)/)
    expect(out).toMatch(/✗ disk-blocks-full: \/ is 31 % full \(line 4\)/)
    expect(out).toMatch(/✗ inode-exhausted: \/ has 9 % of its inodes in use \(line 7\)/)
    expect(out).toMatch(/To be sure, run\n.*sysctl fs\.mount-max/)
    expect(out).toMatch(/Fix\n/)
  })

  test('prints the JSON contract', async () => {
    const { out } = await casebook(['match', '--json', '-'], PASTE)
    const answer = JSON.parse(out)
    expect(Object.keys(answer)).toEqual(['confidence', 'matches', 'facts', 'ask'])
    expect(answer.confidence).toBe('medium')
    expect(answer.matches[0]).toMatchObject({
      case: 'mount-max-exhausted',
      confidence: 'medium',
      verdict: 'undecided',
      captures: { path: '/var/lib/docker/overlay2/4be1-init/merged' },
    })
    expect(answer.matches[0].evidence[0]).toMatchObject({ line: 1, why: expect.stringContaining('strong signature') })
    expect(answer.facts).toContainEqual(
      expect.objectContaining({
        kind: 'filesystem',
        mountpoint: '/',
        usedPercent: 31,
        origin: expect.objectContaining({ from: 'paste', lines: [4] }),
      }),
    )
    expect(answer.ask).toMatchObject({
      command: expect.stringContaining('fs.mount-max'),
      probe: 'mount-table',
      separates: ['mount-max-exhausted'],
    })
  })

  test('says so when nothing is known, with null to ask', async () => {
    const { code, out } = await casebook(['match', '--json'], 'hello there\n')
    expect(JSON.parse(out)).toEqual({ confidence: 'none', matches: [], facts: [], ask: null })
    expect(code).toBe(EXIT.done)
    expect((await casebook(['match'], '')).out).toBe('No documented case matches this.\n')
  })

  test('answers in the language asked for, then of the locale, then of the paste', async () => {
    expect((await casebook(['match', '--lang', 'zh'], PASTE)).out).toContain('为什么不是')
    expect(
      (await casebook(['match'], PASTE, { config: readConfig({ ...LIBRARY, LANG: 'zh_CN.UTF-8' }) })).out,
    ).toContain('为什么不是')
    expect(
      (
        await casebook(
          ['match'],
          `容器启动失败,磁盘没有满,什么原因?\n${PASTE.split('\n', 1)[0]}\n节点上所有容器都启动失败,挂载报错没有空间`,
        )
      ).out,
    ).toContain('依据')
    expect((await casebook(['match'], PASTE)).out).toContain('Why not')
  })

  test('shows no secret of the paste', async () => {
    const token = `xoxb-${'123456789012'}-${'1234567890123'}-AbCdEfGhIjKlMnOpQrStUvWx`
    const { out } = await casebook(['match', '--json'], `${PASTE.split('\n', 1)[0]} token ${token}\n`)
    expect(out).toContain('mount-max-exhausted')
    expect(out).not.toContain(token)
  })

  test('colours only when told to', async () => {
    expect((await casebook(['match'], PASTE)).out).not.toContain('\u001b[')
    expect((await casebook(['match'], PASTE, { color: true })).out).toContain('\u001b[')
  })

  test.each([40, 60, 80, 200])('keeps to %i columns, commands and links aside', async (width) => {
    const { out } = await casebook(['match'], PASTE, { width })
    const wide = out.split('\n').filter((line) => line.length > Math.min(120, width))
    for (const line of wide) expect(line).toMatch(/^ {4}\S|https:\/\//)
  })
})

describe('bad input gets a clear error', () => {
  test.each<[string, string[], string, RegExp]>([
    [
      'a file that is not there',
      ['match', '/no/such/file'],
      '',
      /cannot read `\/no\/such\/file`: there is no such file/,
    ],
    ['a folder', ['match', tmpdir()], '', /cannot read `.*`: /],
    ['an unknown verb', ['mtach'], '', /unknown command 'mtach'[\s\S]*Did you mean match\?/],
    ['an unknown language', ['match', '--lang', 'fr'], '', /Allowed choices are en, zh/],
    ['labels that are none', ['eval', join(tmpdir(), 'casebook-no-labels.jsonl')], '', /there is no such file/],
  ])('%s', async (_name, args, input, expected) => {
    const { code, err } = await casebook(args, input)
    expect(code).toBe(EXIT.badInput)
    expect(err).toMatch(expected)
  })

  test('100 MB of input are refused past the cap without being read', async () => {
    let read = 0
    const endless = Readable.from(
      (function* () {
        for (; read < 100; read++) yield Buffer.alloc(1024 * 1024, 'x')
      })(),
    )
    const { code, err } = await casebook(['match'], '', { input: endless })
    expect(code).toBe(EXIT.badInput)
    expect(err).toMatch(/at most 16 MiB of text/)
    expect(read).toBeLessThan(25)
  })

  test.each([
    ['NUL bytes', Buffer.from(`\0\0${PASTE.replaceAll(' ', ' \0')}\0`)],
    ['invalid UTF-8', Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a]), Buffer.from(PASTE)])],
    ['right-to-left overrides', Buffer.from(PASTE.replaceAll('/', '\u202e/\u202c'))],
  ])('%s do not hide the case', async (_name, input) => {
    const { out } = await casebook(['match', '--json'], '', { input: Readable.from([input]) })
    expect(JSON.parse(out).matches[0].case).toBe('mount-max-exhausted')
  })
})

describe('looking cases up', () => {
  test('list names every case below its area', async () => {
    const { out } = await casebook(['list'])
    expect(out).toMatch(/storage\n[\s\S]*mount-max-exhausted:/)
    expect(JSON.parse((await casebook(['list', '--json'])).out)).toContainEqual(
      expect.objectContaining({ case: 'mount-max-exhausted', area: 'storage' }),
    )
  })

  test('show prints one case, in both languages', async () => {
    expect((await casebook(['show', 'mount-max-exhausted'])).out).toMatch(
      /Evidence\n[\s\S]*count >= 0\.9 \* limit → confirms[\s\S]*Sources/,
    )
    expect((await casebook(['show', 'mount-max-exhausted', '--lang', 'zh'])).out).toContain('原因')
  })

  test('show guesses what was meant', async () => {
    const { code, err } = await casebook(['show', 'mount-max-exausted'])
    expect(code).toBe(EXIT.negative)
    expect(err).toMatch(/Did you mean `mount-max-exhausted`\?/)
  })

  test.each([
    [['docker', 'cp', 'mounts'], 'mount-max-exhausted'],
    [['inode', '耗尽'], 'inode-exhausted'],
  ])('search %j finds %s first', async (words, id) => {
    const { code, out } = await casebook(['search', '--json', ...words])
    expect(code).toBe(EXIT.done)
    expect(JSON.parse(out)[0].case).toBe(id)
  })

  test('search says so when nothing is found', async () => {
    const { code, out } = await casebook(['search', 'zzzzqqq'])
    expect(code).toBe(EXIT.negative)
    expect(out).toMatch(/No documented case/)
  })
})

describe('check and eval', () => {
  test('check exits with a negative answer when something is wrong', async () => {
    const { code, out } = await casebook(['check', '--knowledge', folder])
    expect(code).toBe(EXIT.negative)
    expect(out).toMatch(/knowledge:1: holds no case/)
  })

  test('eval counts what came', async () => {
    const file = join(folder, 'labels.jsonl')
    const paste = (id: string, label: string, text: string, more = {}) =>
      JSON.stringify({ id, label, alt: [], decidable: true, text, ...more })
    await writeFile(
      file,
      [
        paste('a', 'mount-max-exhausted', PASTE),
        paste('b', 'none', 'hello there'),
        paste('c', 'never-heard-of', PASTE),
        paste('d', 'inode-exhausted', PASTE),
      ].join('\n'),
    )
    const score = JSON.parse((await casebook(['eval', '--json', file])).out)
    expect(score).toMatchObject({
      n: 4,
      decidable: { n: 2, top1: 1 },
      undecidable: { n: 0, top5: 0 },
      none: { n: 1, falseAlarms: 0 },
      otherNode: { n: 1, wrongHigh: 0 },
      high: { n: 0, wrong: 0 },
      misses: [{ id: 'd', label: 'inode-exhausted', confidence: 'medium' }],
    })
  })

  test('eval names every bad line', async () => {
    const file = join(folder, 'bad.jsonl')
    await writeFile(file, '{"id":"a"}\nnot json\n')
    const { code, err } = await casebook(['eval', file])
    expect(code).toBe(EXIT.badInput)
    expect(err).toMatch(/bad\.jsonl:1: label .*\n.*bad\.jsonl:2: /)
  })
})
