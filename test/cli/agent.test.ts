import { expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { runMain } from './run-main.ts'

test('every setting that is wrong is named at once', async () => {
  const { code, err } = await runMain(['agent'], { CASEBOOK_AGENT_URL: 'ws://casebook.example' })
  expect(code).toBe(EXIT.badInput)
  expect(err).toContain('CASEBOOK_AGENT_URL must be wss://')
  expect(err).toContain('CASEBOOK_AGENT_KEY_FILE')
})

test('a key that is not there is named', async () => {
  const settings = { CASEBOOK_AGENT_URL: 'wss://casebook.example', CASEBOOK_AGENT_KEY_FILE: '/no/such/key' }
  const { code, err } = await runMain(['agent'], settings)
  expect(code).toBe(EXIT.badInput)
  expect(err).toContain('cannot read `/no/such/key` (ENOENT)')
})
