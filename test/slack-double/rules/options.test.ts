import { expect, test } from 'vitest'
import { problemsInOptions } from './options.ts'

const options = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ text: { type: 'plain_text', text: `node-${at}` }, value: `${at}` }))

test('up to 100 suggestions, alone or in groups, also none', () => {
  const group = { label: { type: 'plain_text', text: 'Rack 1' }, options: options(100) }
  expect(problemsInOptions({ options: options(100) })).toEqual([])
  expect(problemsInOptions({ options: [] })).toEqual([])
  expect(problemsInOptions({ option_groups: [group] })).toEqual([])
})

test('more, both kinds at once, neither, and anything else are refused', () => {
  expect(problemsInOptions({ options: options(101) })).toEqual([
    '[ERROR] no more than 100 items allowed [json-pointer:/options]',
  ])
  const needsOne = ['[ERROR] must define one of options or option_groups [json-pointer:]']
  expect(problemsInOptions({})).toEqual(needsOne)
  expect(problemsInOptions({ options: [], option_groups: [] })).toEqual(needsOne)
  expect(problemsInOptions({ options: [], text: 'x' })).toEqual([
    '[ERROR] invalid additional property: text [json-pointer:]',
  ])
})
