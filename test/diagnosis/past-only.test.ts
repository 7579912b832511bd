import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openCasebook } from '../../src/casebook.ts'
import type { Fact } from '../../src/model/fact.ts'

const { matcher, cases } = await openCasebook(fileURLToPath(new URL('../../knowledge', import.meta.url)))

const logged = (text: string): Fact => ({
  kind: 'kernel-message',
  fields: { text, count: 3 },
  origin: { from: 'node', node: 'n1', probe: 'kernel-log', at: '2026-11-21T10:00:00Z' },
})

/** Cases that a line of the kernel log confirms, each with such a line, of a device that no paste here speaks of. */
const LINES = [
  'EXT4-fs warning (device loop7): ext4_dx_add_entry: Directory index full!',
  'device-mapper: thin: 254:3: switching pool to out-of-data-space (queue IO) mode',
]

test.each(LINES)('a kernel log of something else never makes a vague paste high: %s', (line) => {
  expect(cases.length).toBeGreaterThan(0)
  const { matches } = matcher.match('mkdir /srv/x: no space left on device', [logged(line)])
  expect(matches.filter(({ confidence }) => confidence === 'high')).toEqual([])
  expect(matches.filter(({ verdict }) => verdict.state === 'confirmed')).toEqual([])
})
