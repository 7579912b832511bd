import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EXIT } from '../../src/cli/io/io.ts'
import { runMain } from './run-main.ts'

test('runs a probe on this machine and prints its facts as JSON', async () => {
  const { code, out } = await runMain(['probe', 'mount-table', '--json'])
  const { reports } = JSON.parse(out)
  expect(code).toBe(EXIT.done)
  expect(reports).toHaveLength(1)
  expect(reports[0]).toMatchObject({ probe: 'mount-table', facts: expect.any(Array), notChecked: expect.any(Array) })
  const limit = Number(readFileSync('/proc/sys/fs/mount-max', 'utf8'))
  for (const { kind, fields } of reports[0].facts) {
    expect(kind).toBe('mount-table')
    expect(fields).toMatchObject({ limit, count: expect.any(Number) })
  }
})

test('prints a table for a person', async () => {
  const { code, out } = await runMain(['probe', 'mount-table'])
  expect(code).toBe(EXIT.done)
  expect(out).toMatch(/^mount-table\n {2}count +limit +usedPercent +pid +process/)
})

test('lists the probes, with the kinds of fact that they yield', async () => {
  const { code, out } = await runMain(['probe', '--list', '--json'])
  expect(code).toBe(EXIT.done)
  expect(JSON.parse(out)).toContainEqual({
    id: 'mount-table',
    summary: expect.stringContaining('mount'),
    yields: ['mount-table'],
  })
})

test('a probe that does not exist is bad input, and the others are named', async () => {
  const { code, err } = await runMain(['probe', 'mount-tabel'])
  expect(code).toBe(EXIT.badInput)
  expect(err).toContain('there is no probe `mount-tabel`')
  expect(err).toContain('filesystems')
})
