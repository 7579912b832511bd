import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import filesystem from '../../src/facts/filesystem.ts'
import kernel from '../../src/facts/kernel.ts'
import { readCase } from '../../src/knowledge/read-case.ts'
import type { FactKind } from '../../src/model/fact.ts'

const kinds = new Map<string, FactKind>([filesystem, kernel].map((kind) => [kind.id, kind]))
const FILE = 'knowledge/storage/disk-full.yml'

const GOOD = `title: { en: The disk is full, zh: 磁盘满 }
applies_to: [{ component: linux, versions: "*" }]
symptoms:
  - { signature: "write <path:path>: no space left on device", strength: strong }
  - described: { en: no room, zh: 没有空间 }
evidence:
  - fact: filesystem
    at: path
    confirms: usedPercent >= 99
    says: { en: "{mountpoint} is {usedPercent} % full", zh: "{mountpoint} 已用 {usedPercent} %" }
  - fact: filesystem
    rules_out: usedPercent < 85
    every: true
    says: { en: "{usedPercent} %", zh: "{usedPercent} %" }
cause: { en: All blocks are used., zh: 块已用尽。 }
fix:
  - { do: { en: Look, zh: 查看 }, run: du -xhd 2 <path>, risk: safe }
prevention: { en: Alert., zh: 告警。 }
references:
  - { url: "https://example.com/a", says: it says so, supports: [cause, fix] }
reviewed: 2026-11-21
`

const problemsOf = (text: string, file = FILE): string[] =>
  readCase(file, text, kinds).problems.map((problem) => `${problem.line}: ${problem.message}`)

test('a good case is read whole', () => {
  const { case: subject, problems } = readCase(FILE, GOOD, kinds)
  expect(problems).toEqual([])
  expect(subject).toMatchObject({ id: 'disk-full', area: 'storage', reviewed: '2026-11-21' })
  expect(subject?.signatures).toHaveLength(1)
  expect(subject?.descriptions).toEqual([{ en: 'no room', zh: '没有空间' }])
  expect(subject?.evidence.map((it) => [it.effect, it.every, it.at])).toEqual([
    ['confirms', false, 'path'],
    ['rules-out', true, undefined],
  ])
})

describe('each mistake is reported on its line with what to do', () => {
  test.each<[string, string, string, RegExp]>([
    ['an unknown field', 'cause:', 'casue:', /^15: unknown field `casue`/],
    [
      'one = for equal',
      'usedPercent >= 99',
      'usedPercent = 99',
      /^9: .*Unexpected character: =; equal is written `==`$/,
    ],
    [
      'a number that is compared with a text',
      'usedPercent >= 99',
      'usedPercent == "99"',
      /^9: .*no such overload.*; `usedPercent` is a number$/,
    ],
    ['a missing translation', 'zh: 块已用尽。', 'de: x', /^15: `cause.zh`: expected text/],
    [
      'an unknown fact kind',
      'fact: filesystem\n    at',
      'fact: file-system\n    at',
      /^7: evidence names the fact `file-system`, which no file in src\/facts declares\. Did you mean `filesystem`\?/,
    ],
    [
      'an unknown field of a fact',
      'usedPercent >= 99',
      'usedPercnt >= 99',
      /^9: .*Unknown variable: usedPercnt\. Did you mean `usedPercent`\?/,
    ],
    ['a condition of the wrong type', 'usedPercent >= 99', 'usedPercent + 1', /^9: .*no such overload|must yield bool/],
    ['a condition that never reads the row', 'usedPercent >= 99', '1 < 2', /^9: .*reads no field/],
    [
      'a signature that would match everything',
      'write <path:path>: no space left on device',
      'a <*> err',
      /^4: .*would match too much/,
    ],
    ['a signature with an unknown placeholder', '<path:path>', '<file>', /^4: .*<file>/],
    [
      'evidence at a path that nothing captures',
      'at: path',
      'at: pat',
      /^8: no signature of this case captures `pat`.*Did you mean `path`\?/,
    ],
    [
      'a sentence without its number',
      '"{mountpoint} is {usedPercent} % full"',
      'it is full',
      /^10: names no field of the row/,
    ],
    [
      'a sentence with a slot that the row lacks',
      '{mountpoint} is',
      '{mountPoint} is',
      /^10: `\{mountPoint\}` is no field of filesystem\. Did you mean `mountpoint`\?/,
    ],
    ['a claim without reference', 'supports: [cause, fix]', 'supports: [cause]', /^20: no reference supports the fix/],
    ['a reference that is no https URL', 'https://example.com/a', 'ftp://example.com/a', /^20: .*must be an https URL/],
    ['a risk that is not known', 'risk: safe', 'risk: none', /^17: .*must be safe, disruptive or destructive/],
    ['a destructive step without its precondition', 'risk: safe', 'risk: destructive', /^17: .*needs `before`/],
    ['a strength without a signature', 'described:', 'strength: weak, described:', /^5: /],
    [
      'nothing that rules the case out',
      'rules_out: usedPercent < 85',
      'suggests: usedPercent < 85',
      /^7: no evidence rules out the case/,
    ],
    ['two places at once', 'at: path', 'at: path\n    only_at: path', /^7: .*not both/],
    ['a place that nothing captures', 'at: path', 'only_at: paths', /no signature of this case captures `paths`/],
    ['a date that is none', '2026-11-21', 'yesterday', /^21: .*must be a date/],
    ['broken YAML', 'fix:\n', 'fix: [\n', /not valid YAML/],
    ['an alias', 'title: {', 'prevention2: &a [1]\nx: *a\ntitle: {', /unknown field|alias/],
  ])('%s', (_name, from, to, expected) => {
    expect(GOOD).toContain(from)
    expect(problemsOf(GOOD.replace(from, to)).join('\n')).toMatch(new RegExp(expected.source, 'm'))
  })

  test('all mistakes of a file in one run', () => {
    const wrong = GOOD.replace('usedPercent >= 99', 'gone > 1')
      .replace('risk: safe', 'risk: none')
      .replace('{ en: Alert., zh: 告警。 }', '{ en: Alert. }')
    expect(problemsOf(wrong).length).toBeGreaterThanOrEqual(2)
    const semantic = GOOD.replace('usedPercent >= 99', 'gone > 1')
      .replace('at: path', 'at: nowhere')
      .replace('[cause, fix]', '[cause]')
    expect(problemsOf(semantic)).toHaveLength(3)
  })

  test('a file name that is no id', () => {
    expect(problemsOf(GOOD, 'knowledge/storage/Disk Full.yml')[0]).toMatch(/expected kebab-case, got `Disk Full`/)
    expect(problemsOf(GOOD, 'knowledge/disk-full.txt')[0]).toMatch(/lives at knowledge\/<area>\/<id>\.yml/)
  })
})

describe('hostile YAML is refused', () => {
  const bomb = `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `${String.fromCharCode(98 + (i % 20))}${i}: &n${i} [*${i ? `n${i - 1}` : 'a'},*${i ? `n${i - 1}` : 'a'}]`).join('\n')}\n`

  test.each<[string, string, RegExp]>([
    ['aliases that multiply', bomb, /aliases .* not allowed/],
    ['nesting of 100,000 levels', '['.repeat(100_000), /nested more than 32 levels/],
    ['nesting by dashes', `${'- '.repeat(50_000)}x`, /nested more than 32 levels/],
    [
      'nesting by indentation',
      Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /nested more than 32 levels/,
    ],
    ['a file of a megabyte', `title: ${'x'.repeat(1_000_000)}`, /larger than 256 KiB/],
    ['nothing', '', /expected|must/i],
    ['a list', '- a', /expected/i],
  ])('%s', (_name, text, expected) => {
    const { case: subject, problems } = readCase(FILE, text, kinds)
    expect(subject).toBeUndefined()
    expect(problems[0]?.message).toMatch(expected)
  })

  test('any text is a case or a list of problems with lines', () => {
    const piece = fc.oneof(
      fc.constantFrom(...GOOD.split('\n')),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('&a', '*a', '[', '{', '- ', '? ', '!!js/function x', '<<: *a', '---', '...'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { case: subject, problems } = readCase(FILE, pieces.join('\n'), kinds)
        expect(subject === undefined).toBe(problems.length > 0)
        for (const problem of problems) expect(problem.line).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})
