import { spawnSync } from 'node:child_process'

/** What an agent without children of its own does when it is asked. */
process.on('message', () => {
  const { error, status } = spawnSync('df', ['-i'])
  process.send(error ? error.code : status === 0 ? 'ok' : `exit code ${status}`)
})
process.send('ready')
