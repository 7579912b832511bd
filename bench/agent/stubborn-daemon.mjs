/**
 * A daemon on a unix socket that answers as it is told: `well` at first, `drip` (a byte now and then), `huge` (a gigabyte)
 * or `goroutines` (the stacks of fifty thousand). With each request it tells its parent how many for the same path are open. Argument: the socket.
 */
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const [socket] = process.argv.slice(2)
const MEBIBYTE = Buffer.alloc(1 << 20, ' ')
const VERSION = JSON.stringify({ Version: '20.10.24', ApiVersion: '1.41', Components: [] })

const ANSWERS = {
  well: (request, response) => response.end(request.url === '/version' ? VERSION : '[]'),
  async drip(_, response) {
    while (!response.destroyed) {
      response.write(' ')
      await sleep(200)
    }
  },
  huge: (_, response) => pour(response, 1024, () => MEBIBYTE),
  goroutines: (_, response) =>
    pour(response, 500, (i) => Array.from({ length: 100 }, (_, n) => stack(100 * i + n)).join('')),
}

async function pour(response, pieces, pieceOf) {
  for (let i = 0; i < pieces && !response.destroyed; i++) {
    if (!response.write(pieceOf(i))) await Promise.race([new Promise((go) => response.once('drain', go)), sleep(100)])
  }
  response.end()
}

/** Most wait for a mutex below one of a few hundred places, as in a dockerd that stands still. */
function stack(i) {
  const minutes = i % 50
  const frames = Array.from({ length: 6 }, (_, n) => {
    const name = `github.com/docker/docker/daemon.(*Daemon).step${(i + n) % 300}`
    return `${name}(0xc0000${(i % 4096).toString(16)}, 0x0)\n\t/go/src/github.com/docker/docker/daemon/step${n}.go:${n + 40} +0x1a5`
  })
  const wait =
    'sync.runtime_SemacquireMutex(0xc000a1b2c4, 0x0, 0x1)\n\t/usr/local/go/src/runtime/sema.go:71 +0x47\nsync.(*Mutex).lockSlow(0xc000a1b2c0)\n\t/usr/local/go/src/sync/mutex.go:138 +0x105'
  return `goroutine ${i + 1} [semacquire, ${minutes} minutes]:\n${wait}\n${frames.join('\n')}\n\n`
}

const open = new Map()
let manner = 'well'

createServer((request, response) => {
  const { url } = request
  open.set(url, (open.get(url) ?? 0) + 1)
  response.once('close', () => open.set(url, open.get(url) - 1))
  process.send({ open: open.get(url) })
  ANSWERS[manner](request, response)
}).listen(socket, () => process.send({ listens: true }))
process.on('message', (next) => {
  manner = next
})
process.once('disconnect', () => process.exit())
