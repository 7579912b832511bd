import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { kernelNumber } from '../lab-node.ts'
import { must } from '../processes.ts'
import { until } from '../wait.ts'

const LIMIT = 6

/** A container that starts processes until its cgroup may have no more. */
export const pidsUsedUp: Fault = {
  name: 'pids-used-up',
  case: 'pid-limit',
  async make(node, undo) {
    const options = ['-d', '--network', 'none', '--pids-limit', String(LIMIT)]
    const container = (await must('docker', ['run', ...options, IMAGE, 'sh', '-c', FORK])).trim()
    undo.add('remove the container', () => must('docker', ['rm', '-f', container]))
    const current = `/sys/fs/cgroup/pids/${node.cgroup}/${container}/pids.current`
    const error = await until('the error of fork', async () => {
      const output = await must('docker', ['logs', container])
      return kernelNumber(current) === LIMIT && output
    })
    const fields = { cgroup: `/${node.cgroup}/${container}`, current: LIMIT, limit: LIMIT }
    return { error, proof: { fact: 'pids-cgroup', fields } }
  },
}

/** The inner shell gives up; what is left by it is taken by the outer one, which stays itself for its last word. */
const FORK = '(while :; do sleep 1000 & done) 2>&1; sleep 1000; true'
