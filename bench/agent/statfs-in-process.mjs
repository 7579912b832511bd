import { statfs } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What an agent without children does: asks, and ends when it is told to. */
process.on('SIGTERM', () => process.exit(0))
statfs(process.argv[2], () => {})
await sleep(200)
process.send('asked')
setInterval(() => {}, 1000)
