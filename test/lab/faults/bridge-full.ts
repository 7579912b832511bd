import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { failing, must } from '../processes.ts'

const PORTS = 1023
const GROUP = '77'

/** As many interfaces in docker0 as a bridge has ports, in the network of the lab. */
export const bridgeFull: Fault = {
  name: 'bridge-full',
  case: 'bridge-ports-full',
  async make(_node, undo) {
    undo.add('remove the interfaces', () => must('ip', ['link', 'del', 'group', GROUP]))
    const commands = Array.from({ length: PORTS }, (_, i) => addPort(i)).join('')
    await must('ip', ['-batch', '-'], { input: commands })
    const error = await failing('docker', ['run', '--rm', IMAGE, 'true'])
    return { error, proof: { fact: 'bridge', fields: { name: 'docker0', ports: PORTS, limit: 1024 } } }
  },
}

function addPort(i: number): string {
  return `link add port${i} group ${GROUP} type veth peer name peer${i}\nlink set port${i} master docker0\n`
}
