import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { must } from '../processes.ts'

const VOLUMES = 60

/** A container with many volumes that was removed without `-v`. */
export const anonymousVolumes: Fault = {
  name: 'anonymous-volumes',
  case: 'anonymous-volumes-leak',
  async make(_node, undo) {
    undo.add('remove the volumes', () => must('docker', ['volume', 'prune', '-f']))
    const volumes = Array.from({ length: VOLUMES }, (_, i) => ['-v', `/data/${i}`]).flat()
    const container = (await must('docker', ['create', ...volumes, IMAGE, 'true'])).trim()
    await must('docker', ['rm', container])
    const error = await must('docker', ['system', 'df'])
    const fields = { count: VOLUMES, anonymous: VOLUMES, dangling: VOLUMES }
    return { error, proof: { fact: 'docker-volumes', fields } }
  },
}
