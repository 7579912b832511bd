import { readFileSync } from 'node:fs'

const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024
const before = peak()
const start = performance.now()
const mounts = readFileSync(process.argv[2], 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split(' '))
process.send({ length: mounts.length, ms: performance.now() - start, more: peak() - before })
