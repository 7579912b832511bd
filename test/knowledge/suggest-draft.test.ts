import { expect, test } from 'vitest'
import { loadKit } from '../../src/casebook.ts'
import { suggestDraft, type Thread } from '../../src/knowledge/suggest-draft.ts'
import { readSections } from '../../src/knowledge/write-sections.ts'
import type { Fact } from '../../src/model/fact.ts'

const { kinds } = await loadKit()
const thread: Thread = { messages: [], solution: undefined, facts: [] }

function suggest(rest: Partial<Thread>) {
  return readSections(suggestDraft({ ...thread, ...rest }, kinds))
}

test('error lines become signatures, each kind once, and the paste of the proof', () => {
  const messages = [
    'the printers on <http://print-2.example.com|print-2> are stuck since 10:00',
    'Nov 21 10:00:00 print-2 spoolerd[812]: cannot park job 7f3104aa: spool is at its limit\nNov 21 10:00:09 print-2 spoolerd[812]: cannot park job 99aa12bc: spool is at its limit\nNov 21 10:00:10 print-2 spoolerd[812]: &lt;worker&gt; failed after 30 tries',
  ]
  const { signatures, matches } = suggest({ messages })
  expect(signatures).toBe(
    'strong: cannot park job <id>: spool is at its limit\nstrong: <<worker> failed after <num> tries',
  )
  expect(matches).toContain('cannot park job 7f3104aa')
  expect(matches).not.toContain('99aa12bc')
})

test('the solution becomes the text of the fix, in its language, and no signature', () => {
  const solution = 'failed jobs are kept for ever: I removed /var/spool/jobs/*.failed'
  const { fix, signatures } = suggest({ messages: ['job 12 got lost somewhere', solution], solution })
  expect(fix).toBe(`- do:\n    en: "${solution}"`)
  expect(signatures).toBe('strong: job <num> got lost somewhere')
  expect(suggest({ solution: '清理 /var/spool 后恢复' }).fix).toBe('- do:\n    zh: 清理 /var/spool 后恢复')
})

test('facts become evidence and a row of the proof, a measured one before a pasted one', () => {
  const row = { image: false, pseudo: false, memory: false }
  const paste = { from: 'paste', command: 'df', lines: [1] } as const
  const node = { from: 'node', node: 'n1', probe: 'filesystems', at: '2026-11-21T10:00:00Z' } as const
  const facts: Fact[] = [
    { kind: 'filesystem', origin: paste, fields: { ...row, mountpoint: '/', inodesUsedPercent: 98 } },
    { kind: 'filesystem', origin: node, fields: { ...row, mountpoint: '/var/spool', inodesUsedPercent: 97 } },
    { kind: 'no-such-kind', origin: node, fields: { x: 1 } },
  ]
  const { evidence, confirmed_by, ruled_out_by } = suggest({ facts })
  expect(evidence).toContain('fact: filesystem\n  confirms: inodesUsedPercent >= 97\n')
  expect(confirmed_by).toContain('mountpoint: /var/spool')
  expect(confirmed_by).not.toContain('98')
  expect(ruled_out_by).toBeUndefined()
})

test('nothing is made of nothing', () => {
  expect(suggest({})).toEqual({})
  expect(suggest({ messages: ['ok', '+1'] })).toEqual({})
})
