import type componentVersion from '../../facts/component-version.ts'
import type dockerEngine from '../../facts/docker-engine.ts'
import type thinPool from '../../facts/thin-pool.ts'
import { measured, type Probe } from '../../model/probe.ts'
import { askDocument, DOCKER_SOCKET } from '../docker/docker-api.ts'
import { componentsOf, engineOf, thinPoolOf } from '../docker/engine.ts'
import type { NodeView } from '../node-view.ts'

/** `/version` takes no lock of dockerd and `/info` some: that one answers and the other does not is telling. */
const dockerEngineProbe: Probe<NodeView> = {
  summary:
    'Asks dockerd for its version, storage driver, cgroup driver and counts, and how long it takes to answer; a thin pool too.',
  yields: ['docker-engine', 'thin-pool', 'component-version', 'runtime-answer'],
  rights: [DOCKER_SOCKET],
  deadlineMs: 5_000,
  async look(view) {
    const version = await askDocument(view, 'version')
    const info = await askDocument(view, 'info')
    const engine = engineOf(info.json)
    const pool = thinPoolOf(info.json)
    return {
      facts: [
        ...version.facts,
        ...info.facts,
        ...componentsOf(version.json).map((row) => measured<typeof componentVersion>('component-version', row)),
        ...(engine ? [measured<typeof dockerEngine>('docker-engine', engine)] : []),
        ...(pool ? [measured<typeof thinPool>('thin-pool', pool)] : []),
      ],
      notChecked: [...version.notChecked, ...info.notChecked],
    }
  },
}

export default dockerEngineProbe
