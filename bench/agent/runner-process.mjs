/**
 * The probes of a compiled program as a process of its own, without the connection: what is measured is the looking.
 * Arguments: the folder of the program, a view as JSON. It says `ready`, then answers `{ ids, deadlineMs, times }`.
 */
const [program, view] = process.argv.slice(2)
const { ProbeRunner } = await import(`${program}/dist/agent/probe-runner.js`)
const runner = await ProbeRunner.start(JSON.parse(view))

for (const end of ['SIGTERM', 'disconnect']) {
  process.on(end, () => {
    runner.stop()
    process.exit(0)
  })
}
process.on('message', async ({ ids, deadlineMs, times }) => {
  const tookMs = []
  let reports = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    reports = await runner.run(ids, { deadlineMs })
    tookMs.push(performance.now() - start)
  }
  process.send({ reports, tookMs, lost: runner.lostChildren })
})
process.send({ ready: [...runner.probes.keys()] })
