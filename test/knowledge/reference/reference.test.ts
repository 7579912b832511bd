import { expect, test } from 'vitest'
import { z } from 'zod'
import { readCase } from '../../../src/knowledge/read-case.ts'
import { writtenReference } from '../../../src/knowledge/reference/reference.ts'
import type { ReferenceSource } from '../../../src/knowledge/reference/reference-source.ts'
import type { Case } from '../../../src/model/case.ts'
import { defineFactKind, observe } from '../../../src/model/fact.ts'
import type { Parser } from '../../../src/model/parser.ts'

const tank = defineFactKind({
  id: 'tank',
  summary: 'How full one tank is.',
  schema: z.object({
    name: z.string().describe('what people call it'),
    usedPercent: z.number().optional().describe('100 * used / size | never more than 100'),
    litresPerSecond: z.number().describe('what runs in'),
    state: z.enum(['open', 'shut']).describe('its valve'),
  }),
  sources: [{ run: 'tankctl list | grep -v shut', fills: ['name', 'usedPercent'] }],
  place: 'name',
  past: true,
})
const kinds = new Map([['tank', tank]])

const tankctl: Parser = {
  command: 'tankctl list',
  cues: ['tankctl '],
  sample: 'tankctl ```` oil 99',
  read: (lines, at) => {
    const [, , name = '', used] = (lines[at] ?? '').split(' ')
    const fields = { name, usedPercent: Number(used), litresPerSecond: 1, state: 'open' as const }
    return { facts: [observe(tank, fields, at)], from: at, to: at + 1 }
  },
}

const gauge = {
  summary: 'The gauge of each tank.',
  yields: ['tank'],
  deadlineMs: 300,
  allPiecesMs: 2000,
  rights: [{ right: 'CAP_TANK', price: 'opens <every> valve' }],
}

function caseOf(id: string, title: string): Case {
  const { case: read, problems } = readCase(
    `knowledge/oil/${id}.yml`,
    `title: { en: ${JSON.stringify(title)}, zh: ${JSON.stringify(`油${title}`)} }
aliases: [older]
applies_to: [{ component: tankd, versions: ">=2" }]
symptoms:
  - { signature: "tank <name:path> is brimful", strength: strong }
  - { described: { en: "oil on the floor", zh: "地上有油" } }
evidence:
  - { fact: tank, only_at: name, confirms: usedPercent >= 99.0, says: { en: "{name} is {usedPercent} % full", zh: "{usedPercent}" } }
  - { fact: tank, every: true, rules_out: usedPercent < 50.0, says: { en: "{name} has room", zh: "{name}" } }
  - { fact: tank, suggests: litresPerSecond > 9.0, says: { en: "{litresPerSecond} l/s", zh: "{litresPerSecond}" } }
cause: { en: Too much., zh: 太多。 }
fix: [{ do: { en: Shut it., zh: 关。 }, risk: safe }]
prevention: { en: Look., zh: 看。 }
red_herrings: [{ line: "valve \`a\` squeaks", says: { en: "they all do", zh: "都会" } }]
references: [{ url: "https://example.com/a_(b)", says: "it [says] so", supports: [cause, fix] }]
reviewed: 2026-11-21
`,
    kinds,
  )
  if (!read) throw new Error(JSON.stringify(problems))
  return read
}

const one = caseOf('tank-full', 'The tank | is\\ full <script>')
const other = caseOf('tank-cracked', '# `Cracked`\n\n| a | b |')
const source: ReferenceSource = {
  cases: [one, other],
  siblings: [
    {
      signature: 'tank <name:path> is brimful',
      members: ['tank-cracked', 'tank-full'],
      pairs: [{ ids: ['tank-cracked', 'tank-full'], toldApartBy: ['tank'], apart: true }],
    },
  ],
  kinds,
  parsers: new Map([['tankctl', tankctl]]),
  probes: new Map([['gauge', gauge]]),
}

function page(name: string, from: ReferenceSource = source): string {
  return writtenReference(from).get(name) ?? ''
}

test('a case: what it leaves behind, what proves it in words, what to run, its siblings and sources', () => {
  const text = page('cases.md').slice(page('cases.md').indexOf('### tank-full'))
  for (const line of [
    '[`oil/tank-full.yml`](../../knowledge/oil/tank-full.yml): tankd `>=2`; reviewed 2026-11-21; also known as `older`',
    '- strong: `tank <name:path> is brimful`',
    '- in words: oil on the floor / 地上有油',
    '- [tank](facts.md#tank), only at `<name>`: {name} is {usedPercent} % full (`usedPercent >= 99.0`)',
    '- [tank](facts.md#tank), every row: {name} has room (`usedPercent < 50.0`)',
    '- [tank](facts.md#tank): {litresPerSecond} l/s (`litresPerSecond > 9.0`)',
    '- `tankctl list | grep -v shut`',
    '- ``valve `a` squeaks``: they all do',
    '- [tank-cracked](#tank-cracked): told apart by [tank](facts.md#tank)',
    '- [it \\[says\\] so](<https://example.com/a_(b)>)',
  ])
    expect(text.split('\n')).toContain(line)
})

test('hostile titles stay in their cells and lines', () => {
  expect(page('cases.md').split('\n').slice(6, 12)).toEqual([
    '| case | area | English | 中文 |',
    '| --- | --- | --- | --- |',
    '| [tank-cracked](#tank-cracked) | oil | \\# \\`Cracked\\` &#124; a &#124; b &#124; | 油\\# \\`Cracked\\` &#124; a &#124; b &#124; |',
    '| [tank-full](#tank-full) | oil | The tank &#124; is\\\\ full \\<script\\> | 油The tank &#124; is\\\\ full \\<script\\> |',
    '',
    '## oil',
  ])
  expect(page('cases.md')).toContain('**\\# \\`Cracked\\` &#124; a &#124; b &#124;**  \n')
})

test('why nothing tells two siblings apart', () => {
  const inseparable = [{ case: 'tank-full', why: 'both are *brimful*' }]
  const text = page('cases.md', { ...source, cases: [one, { ...other, inseparable }] })
  expect(text).toContain('- [tank-full](#tank-full): both are \\*brimful\\*\n')
})

test('a kind: its fields with types and units, the commands that yield it, who reads and who measures it', () => {
  expect(page('facts.md')).toContain(`## tank

How full one tank is. A row speaks of what is below its \`name\`. It tells of what happened, which a later measurement does not undo.

| field | type | unit | says |
| --- | --- | --- | --- |
| \`name\` | string |  | what people call it |
| \`usedPercent\` | number, or absent | percent | 100 \\* used / size &#124; never more than 100 |
| \`litresPerSecond\` | number | per second | what runs in |
| \`state\` | \`open\`, \`shut\` |  | its valve |

Commands:

- \`tankctl list | grep -v shut\` fills \`name\`, \`usedPercent\`

Read by: [tankctl](commands.md#tankctl).

Measured by the probe: [gauge](probes.md#gauge).
`)
})

test('a probe: its facts, its deadline, and what each of its rights opens', () => {
  const text = page('probes.md')
  expect(text).toContain(
    '| [gauge](#gauge) | [tank](facts.md#tank) | 0.3 s a piece, 2 s for all of them | CAP\\_TANK |\n',
  )
  expect(text).toContain('\n- CAP\\_TANK: opens \\<every\\> valve\n')
})

test('a command: its cues, and the facts of its sample', () => {
  expect(page('commands.md')).toContain(
    '## tankctl\n\n`tankctl list` ([file](../../src/parsers/tankctl.ts)): [tank](facts.md#tank).\n\nWakes at `tankctl`.\n\n`````text\ntankctl ```` oil 99\n`````\n',
  )
})

test('the same library in another order gives the same bytes', () => {
  expect(writtenReference({ ...source, cases: [other, one] })).toEqual(writtenReference(source))
})
