import { spawnSync } from 'node:child_process'
import { constants, openSync, readSync, writeSync } from 'node:fs'

/**
 * Mounts a FUSE file system on each folder that it is given and never answers anything but the greeting. It stands in
 * for a network file system whose server went away. `killable:DIR` leaves requests in the queue: whoever waits can be
 * killed. `unkillable:DIR` takes each request and keeps it: whoever waits cannot be killed until this process ends.
 * https://docs.kernel.org/filesystems/fuse.html#interrupting-filesystem-operations
 */
const INIT = 26
const HEADER_BYTES = 16
const INIT_BYTES = 64
const VERSION = { major: 7, minor: 31 }
const LOOK_EVERY_MS = 5

for (const argument of process.argv.slice(2)) {
  const [kind, folder = ''] = argument.split(/:(.*)/)
  const fuse = openSync('/dev/fuse', constants.O_RDWR | constants.O_NONBLOCK)
  const options = 'fd=3,rootmode=40000,user_id=0,group_id=0,allow_other'
  const { status, stderr } = spawnSync('mount', ['-i', '-t', 'fuse', '-o', options, 'hangfs', folder], {
    stdio: ['ignore', 'ignore', 'pipe', fuse],
  })
  if (status !== 0) throw new Error(`mounting FUSE on ${folder} failed: ${stderr}`)
  greet(fuse)
  if (kind === 'unkillable') setInterval(() => take(fuse), LOOK_EVERY_MS)
}
setInterval(() => {}, 60_000)
process.send?.('mounted')

function greet(fuse: number): void {
  let request = take(fuse)
  while (request?.readUInt32LE(4) !== INIT) request = take(fuse)
  answerInit(fuse, request)
}

function take(fuse: number): Buffer | undefined {
  const request = Buffer.alloc(256 * 1024)
  try {
    return request.subarray(0, readSync(fuse, request))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined
    throw error
  }
}

/** `struct fuse_out_header` and `struct fuse_init_out` of include/uapi/linux/fuse.h */
function answerInit(fuse: number, request: Buffer): void {
  const answer = Buffer.alloc(HEADER_BYTES + INIT_BYTES)
  answer.writeUInt32LE(answer.length, 0)
  request.copy(answer, 8, 8, 16)
  answer.writeUInt32LE(VERSION.major, HEADER_BYTES)
  answer.writeUInt32LE(VERSION.minor, HEADER_BYTES + 4)
  answer.writeUInt32LE(64 * 1024, HEADER_BYTES + 20)
  writeSync(fuse, answer)
}
