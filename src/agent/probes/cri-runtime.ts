import type componentVersion from '../../facts/component-version.ts'
import type criRuntime from '../../facts/cri-runtime.ts'
import { componentVersion as versionOf } from '../../facts/rows/component-version.ts'
import { measured, type Probe } from '../../model/probe.ts'
import { type Asked, askRuntime, CRI_SOCKET } from '../cri/cri-api.ts'
import { bytesFields, numberField, textField } from '../grpc/message.ts'
import type { NodeView } from '../node-view.ts'

const criRuntimeProbe: Probe<NodeView> = {
  summary: 'Asks the runtime behind the CRI socket for its version, its conditions and its cgroup driver.',
  yields: ['cri-runtime', 'component-version', 'runtime-answer'],
  rights: [CRI_SOCKET],
  deadlineMs: 8_000,
  async look(view) {
    const version = await askVersion(view)
    if (version.asked.ended === undefined) return version.asked
    const status = await askStatus(view)
    const config = await askConfig(view)
    const asked = [version.asked, status.asked, config.asked]
    const row = measured<typeof criRuntime>('cri-runtime', { ...version.row, ...status.row, ...config.row })
    const component = versionOf(version.row.name ?? '', version.row.version ?? '')
    return {
      facts: [
        // An old runtime refuses the question for its configuration at once, whatever its health.
        ...version.asked.facts,
        ...status.asked.facts,
        row,
        ...(component ? [measured<typeof componentVersion>('component-version', component)] : []),
      ],
      notChecked: asked.flatMap((it) => it.notChecked),
    }
  },
}

export default criRuntimeProbe

/** VersionResponse { runtime_name = 2, runtime_version = 3 } */
async function askVersion(view: NodeView) {
  const texts = new Map<number, string>()
  const asked = await askRuntime(view, 'version', (number, value) => {
    if (value instanceof Buffer) texts.set(number, value.toString().slice(0, 100))
  })
  return { asked, row: { name: texts.get(2), version: texts.get(3) } }
}

interface Condition {
  readonly isTrue: boolean
  readonly message: string | undefined
}

/** StatusResponse { status = 1 }, RuntimeStatus { repeated conditions = 1 }, RuntimeCondition { type = 1, status = 2, message = 4 } */
async function askStatus(view: NodeView) {
  const conditions = new Map<string | undefined, Condition>()
  const asked = await askRuntime(view, 'status', (number, value) => {
    if (number !== 1 || !(value instanceof Buffer)) return
    for (const condition of bytesFields(value, 1))
      conditions.set(textField(condition, 1), {
        isTrue: numberField(condition, 2) === 1,
        message: textField(condition, 4),
      })
  })
  const network = conditions.get('NetworkReady')
  const row = {
    runtimeReady: conditions.get('RuntimeReady')?.isTrue,
    networkReady: network?.isTrue,
    networkMessage: network?.isTrue === false ? network.message?.slice(0, 300) : undefined,
  }
  return { asked, row }
}

const DRIVERS = ['systemd', 'cgroupfs'] as const

/** RuntimeConfigResponse { linux = 1 }, LinuxRuntimeConfiguration { cgroup_driver = 1 }, where systemd is 0 and thus not sent. */
async function askConfig(view: NodeView): Promise<{ asked: Asked; row: { cgroupDriver: string | undefined } }> {
  let cgroupDriver: string | undefined
  const asked = await askRuntime(view, 'config', (number, value) => {
    if (number === 1 && value instanceof Buffer) cgroupDriver = DRIVERS[numberField(value, 1) ?? -1]
  })
  return { asked, row: { cgroupDriver } }
}
