import { chmodSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NodeView } from '../../src/agent/node-view.ts'
import { onlyContainer, podSpec, readInstall, workloads } from '../../test/deploy/installs.ts'
import { newFolder } from '../reliability/scratch.ts'

const SCRIPT = fileURLToPath(new URL('./pod.sh', import.meta.url))
const NAMESPACES = ['--pid', '--fork', '--net', '--uts', '--ipc', '--cgroup', '--mount']

/** What the agent of the chart, installed with its defaults, sees of this machine. */
export const POD_VIEW: NodeView = {
  contained: true,
  proc: '/host/proc',
  sys: '/host/sys',
  anchors: anchorsOf(environment('CASEBOOK_AGENT_ANCHORS')),
  remote: false,
  dockerSocket: undefined,
  criSocket: undefined,
  kubelet: undefined,
}

export interface PodSettings {
  readonly program: string
  /** Runs the pod where it belongs: a node is a mount namespace. */
  readonly on?: readonly string[]
  /** Mounts all of the node as often, with propagation. The chart never does. */
  readonly wholeNodes?: number
}

/** The command before the agent's own: it puts it into a container as the chart describes it. */
export function podCommand({ program, on = [], wholeNodes = 0 }: PodSettings): readonly string[] {
  chmodSync(program, 0o755)
  const slaves = Array.from({ length: wholeNodes }, (_, i) => `slave=/host/root${i}`)
  const mounts = [...hostPaths().map((path) => `${path}=/host${path}`), ...slaves].join(',')
  const propagation = wholeNodes > 0 ? 'slave' : 'private'
  const unshare = ['unshare', ...NAMESPACES, '--propagation', propagation]
  const scripts = `CASEBOOK_BENCH_SCRIPTS=${dirname(SCRIPT)}`
  return [...on, 'env', scripts, ...unshare, 'sh', SCRIPT, newFolder(), program, mounts]
}

/** Those that are on this machine: a pod waits for the others. */
function hostPaths(): readonly string[] {
  const { volumes } = agentPod()
  return volumes.flatMap(({ hostPath }) => (hostPath && existsSync(hostPath.path) ? [hostPath.path] : []))
}

function environment(name: string): string {
  return onlyContainer(agentPod()).env.find((it) => it.name === name)?.value ?? ''
}

function agentPod() {
  const [agent] = workloads(readInstall('defaults.yaml')).filter(({ kind }) => kind === 'DaemonSet')
  if (!agent) throw new Error('the chart has no agent')
  return podSpec(agent)
}

function anchorsOf(pairs: string): NodeView['anchors'] {
  return pairs.split(',').map((pair) => {
    const [path = '', at = ''] = pair.split('=')
    return { path, at }
  })
}
