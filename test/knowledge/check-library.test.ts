import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadKit } from '../../src/casebook.ts'
import { checkLibrary } from '../../src/knowledge/check-library.ts'
import { writeProblem } from '../../src/model/problem.ts'

const kit = await loadKit()
let folder = ''

const CASE = `title: { en: The disk is full, zh: 磁盘满 }
applies_to: [{ component: linux, versions: "*" }]
symptoms:
  - { signature: "write <path:path>: disk is brimful", strength: strong }
evidence:
  - { fact: filesystem, confirms: usedPercent >= 99, says: { en: "{usedPercent} %", zh: "{usedPercent} %" } }
  - { fact: filesystem, every: true, rules_out: usedPercent < 85, says: { en: "{usedPercent} %", zh: "{usedPercent} %" } }
cause: { en: All blocks are used., zh: 块已用尽。 }
fix: [{ do: { en: Look, zh: 查看 }, risk: safe }]
prevention: { en: Alert., zh: 告警。 }
references: [{ url: "https://example.com/a", says: it says so, supports: [cause, fix] }]
reviewed: 2026-11-21
`
const PROOF = `matches:
  - { paste: "write /a/b: disk is brimful", confidence: medium, captures: { path: /a/b } }
near_misses:
  - { paste: "the disk is nearly full" }
confirmed_by:
  - { fact: filesystem, with: { mountpoint: /, usedPercent: 100, image: false, pseudo: false, memory: false } }
ruled_out_by:
  - { fact: filesystem, with: { mountpoint: /, usedPercent: 1, image: false, pseudo: false, memory: false } }
`

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-check-'))
  await put('knowledge/storage/brimful.yml', CASE)
  await put('proofs/storage/brimful.yml', PROOF)
})

afterEach(() => rm(folder, { recursive: true }))

async function put(file: string, text: string): Promise<void> {
  await mkdir(join(folder, file, '..'), { recursive: true })
  await writeFile(join(folder, file), text)
}

async function problems(): Promise<string[]> {
  const checked = await checkLibrary({ knowledge: join(folder, 'knowledge'), proofs: join(folder, 'proofs') }, kit)
  return checked.problems.map(writeProblem)
}

test('a good library has no problem', async () => {
  expect(await problems()).toEqual([])
})

test('a missing proof', async () => {
  await rm(join(folder, 'proofs/storage/brimful.yml'))
  expect(await problems()).toEqual([
    expect.stringMatching(/^test\/knowledge\/storage\/brimful\.yml:1: the proof is missing/),
  ])
})

test('a proof without a near miss', async () => {
  await put('proofs/storage/brimful.yml', PROOF.replace(/near_misses:\n.*\n/, 'near_misses: []\n'))
  expect(await problems()).toEqual([
    expect.stringMatching(/^test\/knowledge\/storage\/brimful\.yml:3: .*at least one near miss/),
  ])
})

test('a proof that fails says where and what came instead', async () => {
  await put(
    'proofs/storage/brimful.yml',
    PROOF.replace('confidence: medium', 'confidence: high')
      .replace('{ path: /a/b }', '{ path: /c }')
      .replace('usedPercent: 1,', 'usedPercent: 90,'),
  )
  expect(await problems()).toEqual([
    'test/knowledge/storage/brimful.yml:2: expected confidence high, got medium',
    'test/knowledge/storage/brimful.yml:2: expected the capture path to be `/c`, got `/a/b`',
    'test/knowledge/storage/brimful.yml:8: expected this row to make the case ruled-out, got undecided',
  ])
})

test('a near miss that is answered with the case', async () => {
  await put('proofs/storage/brimful.yml', PROOF.replace('the disk is nearly full', 'write /x: disk is brimful'))
  expect(await problems()).toEqual([expect.stringMatching(/brimful\.yml:4: the near miss is answered with brimful/)])
})

test('a row that is no row of its kind', async () => {
  await put('proofs/storage/brimful.yml', PROOF.replace('usedPercent: 100', 'usedPercent: lots'))
  expect(await problems()).toEqual([expect.stringMatching(/brimful\.yml:6: is no row of filesystem: usedPercent/)])
})

test('a duplicate id in another folder', async () => {
  await cp(join(folder, 'knowledge/storage'), join(folder, 'knowledge/kernel'), { recursive: true })
  await cp(join(folder, 'proofs/storage'), join(folder, 'proofs/kernel'), { recursive: true })
  expect(await problems()).toContainEqual(
    expect.stringMatching(
      /^knowledge\/storage\/brimful\.yml:1: the id `brimful` is taken by knowledge\/kernel\/brimful\.yml/,
    ),
  )
})

test('an alias of two cases: they were one once', async () => {
  const shared = CASE.replace('applies_to', 'aliases: [full]\napplies_to')
  await put('knowledge/storage/brimful.yml', shared)
  await put('knowledge/storage/other.yml', shared.replace('brimful"', 'overflowing"'))
  expect((await problems()).filter((problem) => problem.includes('alias'))).toEqual([])
})

test('an alias that is another case', async () => {
  await put(
    'knowledge/storage/other.yml',
    CASE.replace('applies_to', 'aliases: [brimful]\napplies_to').replace('brimful"', 'overflowing"'),
  )
  expect(await problems()).toContainEqual(expect.stringMatching(/other\.yml:1: the alias `brimful` is taken by/))
})

test('a proof of nothing', async () => {
  await put('proofs/storage/gone.yml', PROOF)
  expect(await problems()).toEqual([expect.stringMatching(/gone\.yml:1: proves a case that is not in the library/)])
})

test('an empty library', async () => {
  await rm(folder, { recursive: true })
  await mkdir(folder)
  expect(await problems()).toEqual([expect.stringMatching(/holds no case/)])
})

test('mistakes in several files are all reported, and each broken case only once', async () => {
  await put('knowledge/storage/bad-one.yml', CASE.replace('usedPercent >= 99', 'nope > 1'))
  await put('knowledge/storage/bad-two.yml', 'title: 3')
  await put('proofs/storage/bad-one.yml', PROOF)
  const found = await problems()
  expect(found.filter((it) => it.includes('bad-one'))).toHaveLength(1)
  expect(found.some((it) => it.startsWith('knowledge/storage/bad-two.yml:'))).toBe(true)
})

test('a sibling in a proof that is not in the library is a note, not a problem', async () => {
  await put(
    'proofs/storage/brimful.yml',
    PROOF.replace('{ paste: "the disk is nearly full" }', '{ paste: "the disk is nearly full", instead: gone }'),
  )
  const checked = await checkLibrary({ knowledge: join(folder, 'knowledge'), proofs: join(folder, 'proofs') }, kit)
  expect(checked.problems).toEqual([])
  expect(checked.notes.map(writeProblem)).toEqual([
    expect.stringMatching(/brimful\.yml:4: names `gone`, which is not in the library/),
  ])
})

test('names that nearly are the names of a sibling and of a fact', async () => {
  await put('knowledge/storage/overfull.yml', CASE.replace('is brimful', 'is overfull'))
  await put('proofs/storage/overfull.yml', PROOF.replaceAll('brimful', 'overfull'))
  await put(
    'proofs/storage/brimful.yml',
    PROOF.replace('nearly full" }', 'nearly full", instead: overful }').replace(
      'fact: filesystem',
      'fact: file-system',
    ),
  )
  const checked = await checkLibrary({ knowledge: join(folder, 'knowledge'), proofs: join(folder, 'proofs') }, kit)
  expect(checked.notes.map(writeProblem)).toEqual([expect.stringMatching(/Did you mean `overfull`\?$/)])
  expect(checked.problems.map(writeProblem)).toEqual([
    expect.stringMatching(/brimful\.yml:6: .*`file-system`.*Did you mean `filesystem`\?$/),
  ])
})

test('a proof without rows says how rows are written', async () => {
  await put('proofs/storage/brimful.yml', PROOF.replace(/ruled_out_by:\n.*\n/, ''))
  expect(await problems()).toEqual([
    expect.stringMatching(
      /brimful\.yml:1: `ruled_out_by`: must have a fact that rules the case out: a list of `\{ fact: /,
    ),
  ])
})

test('siblings that no fact tells apart, unless one of them says why', async () => {
  await put('knowledge/storage/overfull.yml', CASE.replace('The disk is full', 'The disk is overfull'))
  await put('proofs/storage/overfull.yml', PROOF.replace('confidence: medium, ', ''))
  const same = 'shares a signature with overfull, and no row of their proofs confirms the one and not the other'
  expect(await problems()).toContainEqual(expect.stringContaining(`knowledge/storage/brimful.yml:1: ${same}`))
  await put('knowledge/storage/brimful.yml', `${CASE}inseparable: [{ case: overfull, why: they are the same }]\n`)
  expect((await problems()).filter((it) => it.includes('shares a signature'))).toEqual([])
})

test('siblings are told apart by the facts that confirm the one and not the other', async () => {
  const other = CASE.replace('usedPercent >= 99', 'inodesUsedPercent >= 99').replace(
    'usedPercent < 85',
    'inodesUsedPercent < 85',
  )
  await put('knowledge/storage/inodeless.yml', other.replaceAll('{usedPercent}', '{inodesUsedPercent}'))
  await put('proofs/storage/inodeless.yml', PROOF.replaceAll('usedPercent', 'inodesUsedPercent'))
  const folders = { knowledge: join(folder, 'knowledge'), proofs: join(folder, 'proofs') }
  expect((await checkLibrary(folders, kit)).siblings).toEqual([
    {
      signature: 'write <path:path>: disk is brimful',
      members: ['brimful', 'inodeless'],
      pairs: [{ ids: ['brimful', 'inodeless'], toldApartBy: ['filesystem'], apart: true }],
    },
  ])
})
