import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildFullText, type TextDocument, type TextHit } from '../../src/matching/full-text.ts'

const DOCUMENTS: readonly TextDocument[] = [
  write('mount-table-full', {
    title: 'mount fails because the mount table of the namespace is full\n挂载数达到 fs.mount-max 上限',
    symptoms: 'error creating overlay mount to <path>: no space left on device\n挂载失败，内核返回空间不足',
    cause: 'fs.mount-max limits the number of mounts in one mount namespace',
  }),
  write('inode-exhausted', {
    title: 'the file system has no free inodes\n文件系统的索引节点已耗尽',
    symptoms: 'cannot create regular file: no space left on device\n磁盘还有空间但无法创建文件',
    cause: 'millions of small files use every inode although blocks are free',
  }),
  write('watches-exhausted', {
    title: 'inotify watches of the user are used up\ninotify 监视数已用完',
    symptoms: 'failed to watch directory: inotify_add_watch: no space left on device',
    cause: 'fs.inotify.max_user_watches is reached by log collectors',
  }),
  write('table-full', {
    title: 'the connection tracking table is full\n连接跟踪表已满',
    symptoms: 'nf_conntrack: nf_conntrack: table full, dropping packet',
    cause: 'short connections fill the table faster than entries time out',
  }),
]
const fullText = buildFullText(DOCUMENTS)

const MOUNT_LINE =
  'Nov 20 10:11:12 node-7 dockerd[812]: error creating overlay mount to /var/lib/docker/overlay2/0a1b2c3d4e5f/merged: no space left on device'

const FOREIGN_LINES = Array.from(
  { length: 98 },
  (_, i) => `10.0.0.${i} GET /metrics/${i} 200 scraped by collector in ${i} ms`,
)

describe('findByPaste', () => {
  it('finds the case whose symptom has other ids and paths, and names the line and what it shares', () => {
    const [best] = fullText.findByPaste(['$ docker run hello', MOUNT_LINE])
    expect(best).toMatchObject({ id: 'mount-table-full', lines: [1] })
    expect(best?.terms).toEqual(expect.arrayContaining(['overlay', 'overlay mount', 'creating overlay']))
    expect(best?.score).toBeGreaterThan(0.5)
  })

  it('tells siblings apart that share an error text', () => {
    expect(firstOf(['failed to watch directory /srv: inotify_add_watch: no space left on device'])).toBe(
      'watches-exhausted',
    )
    expect(firstOf(['cp: cannot create regular file "/srv/a": No space left on device'])).toBe('inode-exhausted')
  })

  it('hears one line among a hundred foreign ones, with the same score', () => {
    const [alone] = fullText.findByPaste([MOUNT_LINE])
    const [among] = fullText.findByPaste([...FOREIGN_LINES.slice(0, 60), MOUNT_LINE, ...FOREIGN_LINES.slice(60)])
    expect(among).toMatchObject({ id: 'mount-table-full', lines: [60] })
    expect(among?.score).toBe(alone?.score)
  })

  it('counts a message that repeats with other numbers once', () => {
    const repeated = Array.from({ length: 200 }, (_, i) => MOUNT_LINE.replace('0a1b2c3d4e5f', `0a1b2c3d4e${10 + i}`))
    expect(fullText.findByPaste(repeated)).toEqual(fullText.findByPaste([MOUNT_LINE]))
  })

  it('gains with a second symptom', () => {
    const [one] = fullText.findByPaste([MOUNT_LINE])
    const [two] = fullText.findByPaste([MOUNT_LINE, 'the mount table of the namespace is full'])
    expect(two).toMatchObject({ id: 'mount-table-full', lines: [1, 0] })
    expect(two?.score).toBeGreaterThan(one?.score ?? 1)
  })

  it('gives words that coincide a low score', () => {
    const [best] = fullText.findByPaste([
      'The quarterly report table lists every customer who opened tickets during the migration window',
    ])
    expect(best?.score ?? 0).toBeLessThan(0.1)
  })

  it('finds Chinese symptoms, in simplified and in traditional characters', () => {
    expect(firstOf(['请问磁盘还有空间，为什么无法创建文件？'])).toBe('inode-exhausted')
    expect(firstOf(['請問磁盤還有空間，為什麼無法創建文件？'])).toBe('inode-exhausted')
    expect(firstOf(['連接跟蹤表已滿'])).toBe('table-full')
  })

  it('is silent when nothing is known, and for nothing', () => {
    expect(fullText.findByPaste(['lorem ipsum dolor sit amet'])).toEqual([])
    expect(fullText.findByPaste([])).toEqual([])
    expect(buildFullText([]).findByPaste([MOUNT_LINE])).toEqual([])
  })
})

describe('search', () => {
  it('ranks the case that has all words first, with the score 1', () => {
    expect(fullText.search('inotify watches')[0]).toMatchObject({ id: 'watches-exhausted', score: 1, lines: [] })
    expect(fullText.search('fs.mount-max')[0]).toMatchObject({ id: 'mount-table-full', score: 1 })
  })

  it('forgives beginnings of words, plurals and typing errors, at half the score', () => {
    expect(fullText.search('conntra')[0]).toMatchObject({ id: 'table-full', score: 0.5 })
    expect(fullText.search('namespaces')[0]).toMatchObject({ id: 'mount-table-full', score: 0.5 })
    expect(fullText.search('inotfy')[0]).toMatchObject({ id: 'watches-exhausted', score: 0.5 })
  })

  it('finds Chinese words in either script', () => {
    expect(fullText.search('索引节点')[0]).toMatchObject({ id: 'inode-exhausted', score: 1 })
    expect(fullText.search('索引節點')[0]).toMatchObject({ id: 'inode-exhausted', score: 1 })
  })

  it('answers words that say nothing with nothing', () => {
    expect(fullText.search('')).toEqual([])
    expect(fullText.search('the of 12345')).toEqual([])
  })
})

describe('with any text', () => {
  const words = fc.constantFrom(
    'mount',
    'table',
    'full',
    'inotify',
    'space',
    'left',
    'xyz',
    '0a1b2c3d4e5f',
    '磁盘',
    '空間',
    'the',
    '\0',
    '\ud800',
  )
  const line = fc.oneof(
    fc.array(words, { maxLength: 12 }).map((words) => words.join(' ')),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  )

  it('never throws and keeps its bounds', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        for (const hit of fullText.findByPaste(lines)) expectBounds(hit, lines.length)
        for (const hit of fullText.search(lines.join(' '))) expectBounds(hit, 0)
      }),
    )
  })

  it('answers the same every time, whatever the order of the documents', () => {
    const reversed = buildFullText(DOCUMENTS.toReversed())
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
        const hits = fullText.findByPaste(lines)
        expect(fullText.findByPaste(lines)).toEqual(hits)
        expect(reversed.findByPaste(lines)).toEqual(hits)
        expect(reversed.search(lines[0] ?? '').map(({ id }) => id)).toEqual(
          fullText.search(lines[0] ?? '').map(({ id }) => id),
        )
      }),
    )
  })

  it.each([
    ['one line of 10 MB', ['overlay mount '.repeat(700_000)]],
    [
      '100,000 distinct lines',
      Array.from({ length: 100_000 }, (_, i) => `mount ${letters(i)} table ${letters(i * 7)}`),
    ],
    ['a million empty lines', Array.from({ length: 1_000_000 }, () => '')],
  ])('reads a bounded part of %s', (_, lines) => {
    const hits = fullText.findByPaste(lines)
    expect(hits.length).toBeLessThanOrEqual(20)
    for (const hit of hits) expectBounds(hit, lines.length)
  })

  it('hears the end of a very long paste', () => {
    const long = Array.from(
      { length: 20_000 },
      (_, i) => `unrelated ${letters(i)} ${letters(i * 3)} chatter ${letters(i * 5)}`,
    )
    const symptom = Array.from({ length: 20 }, () => MOUNT_LINE)
    expect(firstOf([...long, ...symptom])).toBe('mount-table-full')
  })
})

function write(id: string, fields: Omit<TextDocument['fields'], 'rest'>): TextDocument {
  return { id, fields: { ...fields, rest: '' } }
}

function firstOf(lines: readonly string[]): string | undefined {
  return fullText.findByPaste(lines)[0]?.id
}

function expectBounds({ score, terms, lines }: TextHit, lineCount: number): void {
  expect(score).toBeGreaterThan(0)
  expect(score).toBeLessThanOrEqual(1)
  expect(terms.length).toBeLessThanOrEqual(lines.length === 0 ? 200 : 5 * 8)
  expect(lines.length).toBeLessThanOrEqual(5)
  for (const line of lines) expect(line).toBeLessThan(lineCount)
}

function letters(number: number): string {
  return number.toString(26).replace(/[0-9]/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')
}
