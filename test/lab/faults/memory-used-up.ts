import { readFileSync } from 'node:fs'
import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { listenToKernel } from '../kernel-log.ts'
import { must } from '../processes.ts'
import { until } from '../wait.ts'

const LIMIT_MEBIBYTES = 128
const KILLS = 5

/** A container whose programs the kernel kills, because what they wrote to /dev/shm has taken all the memory that it may have. */
export const memoryUsedUp: Fault = {
  name: 'memory-used-up',
  case: 'oom-killed',
  healthy: { verdict: 'undecided', why: 'the kernel still counts whom it killed since boot' },
  async make(node, undo) {
    const heard = await listenToKernel()
    const container = (await must('docker', ['run', ...OPTIONS, IMAGE, 'sh', '-c', FILL, 'sh', String(KILLS)])).trim()
    undo.add('remove the container', () => must('docker', ['rm', '-f', container]))
    const cgroup = `/${node.cgroup}/${container}`
    const file = `/sys/fs/cgroup/memory${cgroup}/memory.oom_control`
    await until('the last kill', () => readFileSync(file, 'utf8').includes(`oom_kill ${KILLS}\n`))
    const error = await heard(/Memory cgroup out of memory/)
    const fields = { cgroup, limitBytes: LIMIT_MEBIBYTES * 2 ** 20, oomKills: KILLS }
    return { error, proof: { fact: 'memory-cgroup', fields } }
  },
}

const MEMORY = `${LIMIT_MEBIBYTES}m`
const OPTIONS = [...['-d', '--network', 'none', '--memory', MEMORY, '--memory-swap', MEMORY, '--shm-size', '1g']]

/** Whoever writes is chosen by the kernel. The shell makes room before it starts another, and starts nothing at the end. */
const FILL = `
mkfifo /dev/shm/wait; i=0; while [ $i -lt $1 ]; do
  : > /dev/shm/fill
  (echo 1000 > /proc/self/oom_score_adj; exec dd if=/dev/zero of=/dev/shm/fill bs=64k)
  [ $? -eq 137 ] && i=$((i+1))
done
read never < /dev/shm/wait`
