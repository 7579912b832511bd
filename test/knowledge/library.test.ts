import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadKit } from '../../src/casebook.ts'
import { checkLibrary } from '../../src/knowledge/check-library.ts'
import { loadLibrary } from '../../src/knowledge/load-library.ts'
import { proofFile } from '../../src/knowledge/proof-file.ts'
import { prove } from '../../src/knowledge/prove.ts'
import { readYaml } from '../../src/knowledge/yaml-text.ts'
import { buildMatcher } from '../../src/matching/matcher.ts'
import { writeProblem } from '../../src/model/problem.ts'

const knowledge = fileURLToPath(new URL('../../knowledge', import.meta.url))
const proofs = fileURLToPath(new URL('.', import.meta.url))
const kit = await loadKit()
const library = await loadLibrary(knowledge, kit.kinds)

test('the library and its proofs have no problem', async () => {
  const checked = await checkLibrary({ knowledge, proofs }, kit)
  expect(checked.problems.map(writeProblem)).toEqual([])
  expect(checked.proofs).toBe(checked.cases.length)
  expect(checked.cases.length).toBeGreaterThan(0)
})

describe('without any one case the others still prove', () => {
  test.each(library.cases.map((subject) => [subject.id]))('without %s', async (gone) => {
    const cases = library.cases.filter((subject) => subject.id !== gone)
    const matcher = buildMatcher({ cases, ...kit })
    const known = new Set(cases.map((subject) => subject.id))
    for (const subject of cases) {
      const file = `${proofs}/${subject.area}/${subject.id}.yml`
      const proof = readYaml(file, await readFile(file, 'utf8'), proofFile)
      expect(proof.value && prove(subject, proof.value, { matcher, kinds: kit.kinds, known })).toEqual([])
    }
  })
})
