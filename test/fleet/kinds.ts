import { z } from 'zod'
import clock from '../../src/facts/clock.ts'
import { defineFactKind, type FactKind } from '../../src/model/fact.ts'

const sources = [{ run: 'true', fills: [] }]

/** Fact kinds of the tests, so that the real ones may change; but for the clock, which the fleet itself completes. */
export const KINDS: ReadonlyMap<string, FactKind> = new Map(
  [
    clock,
    defineFactKind({
      id: 'filesystem',
      summary: 'How full one file system is.',
      schema: z.object({
        mountpoint: z.string().describe('where it is mounted'),
        inodes: z.number().optional().describe('how many inodes there can be'),
        inodesUsedPercent: z.number().optional().describe('share of the inodes in use in percent'),
      }),
      sources,
    }),
    defineFactKind({
      id: 'kernel',
      summary: 'The kernel that runs.',
      schema: z.object({ release: z.string().describe('as uname prints it') }),
      sources,
    }),
    defineFactKind({
      id: 'node',
      summary: 'A node.',
      schema: z.object({ name: z.string().describe('its name') }),
      sources,
    }),
  ].map((kind) => [kind.id, kind as FactKind]),
)
