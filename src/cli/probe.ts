import { Command } from 'commander'
import { localView } from '../agent/local-view.ts'
import { ProbeRunner } from '../agent/probe-runner.ts'
import type { ProbeReport } from '../model/probe.ts'
import { EXIT, type Io } from './io/io.ts'
import { readSeconds } from './io/read-seconds.ts'
import { reportsText } from './io/reports-text.ts'
import type { Verb } from './io/verb.ts'

interface Options {
  readonly remote?: true
  readonly timeout: number
  readonly json?: true
  readonly list?: true
}

const probe: Verb = (io, exit) =>
  new Command('probe')
    .description('looks at this machine with the probes of the node agent: facts, and what could not be checked')
    .argument('[id...]', 'probes; all when none is named')
    .option('--remote', 'also ask file systems behind a network or FUSE, each of which may hang')
    .option('--timeout <seconds>', 'how long all of it may take', readSeconds, 10)
    .option('--list', 'list the probes instead of running them')
    .option('--json', 'print one JSON object')
    .action(async (ids: readonly string[], options: Options) => {
      const runner = await ProbeRunner.start(localView(options.remote ?? false))
      try {
        if (options.list) return list(runner, io, options)
        const asked = ids.length > 0 ? ids : [...runner.probes.keys()]
        const reports = await runner.run(asked, { deadlineMs: options.timeout * 1000 })
        if (ids.length > 0 && reports.some(foundNothing)) exit(EXIT.negative)
        io.write(options.json ? `${JSON.stringify({ reports }, null, 2)}\n` : reportsText(reports, io))
      } finally {
        runner.stop()
      }
    })

export default probe

/** A probe that somebody named and that could not look. */
function foundNothing({ facts, notChecked }: ProbeReport): boolean {
  return facts.length === 0 && notChecked.length > 0
}

function list({ probes }: ProbeRunner, io: Io, { json }: Options): void {
  const rows = [...probes.values()].map(({ id, summary, yields }) => ({ id, summary, yields }))
  const width = Math.max(...rows.map(({ id }) => id.length))
  const lines = rows.map(({ id, summary, yields }) => `${id.padEnd(width)}  ${summary} (${yields.join(', ')})\n`)
  io.write(json ? `${JSON.stringify(rows, null, 2)}\n` : lines.join(''))
}
