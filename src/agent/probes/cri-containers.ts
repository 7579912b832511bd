import type sandboxes from '../../facts/sandboxes.ts'
import type shims from '../../facts/shims.ts'
import { type Measured, measured, type Probe } from '../../model/probe.ts'
import { type Asked, askRuntime, CRI_SOCKET, type Question } from '../cri/cri-api.ts'
import { countShims } from '../cri/shims.ts'
import { numberField } from '../grpc/message.ts'
import type { NodeView } from '../node-view.ts'
import { foreignPid1 } from './reading/pid-1-net.ts'

/** The number of the field with the state: PodSandbox { state = 3 }, Container { state = 6 }. */
const STATE = { sandboxes: 3, containers: 6 } as const
const RESOURCE_EXHAUSTED = 8

const criContainers: Probe<NodeView> = {
  summary: 'Counts the pod sandboxes and containers of the runtime behind the CRI socket by state, beside the shims.',
  yields: ['sandboxes', 'shims', 'runtime-answer'],
  rights: [CRI_SOCKET],
  deadlineMs: 6_000,
  async look(view) {
    const pods = await countStates(view, 'sandboxes')
    const containers = await countStates(view, 'containers')
    const counts = {
      ready: pods.counts?.[0],
      notReady: pods.counts?.[1],
      created: containers.counts?.[0],
      running: containers.counts?.[1],
      exited: containers.counts?.[2],
      tooLarge: isTooLarge(pods.asked) ? 'sandboxes' : isTooLarge(containers.asked) ? 'containers' : undefined,
    }
    const known = Object.values(counts).some((value) => value !== undefined)
    return {
      facts: [
        ...pods.asked.facts,
        ...containers.asked.facts,
        ...(known ? [measured<typeof sandboxes>('sandboxes', counts)] : []),
        ...shimsBeside(view, counts.ready),
      ],
      notChecked: [...pods.asked.notChecked, ...containers.asked.notChecked],
    }
  },
}

export default criContainers

/** What the probe `shims` says when they cannot be counted is said there. */
function shimsBeside(view: NodeView, ready: number | undefined): Measured[] {
  if (ready === undefined || foreignPid1(view, '')) return []
  try {
    const counted = countShims(view)
    return counted ? [measured<typeof shims>('shims', { ...counted, sandboxes: ready })] : []
  } catch {
    return []
  }
}

/** Counts by state. No counts when the list did not come whole. */
async function countStates(view: NodeView, question: keyof typeof STATE & Question) {
  const counts: [number, number, number, number] = [0, 0, 0, 0]
  let unread = 0
  const asked = await askRuntime(view, question, (number, value) => {
    if (number !== 1 || !(value instanceof Buffer)) return
    const state = numberField(value, STATE[question])
    if (state === 0 || state === 1 || state === 2 || state === 3) counts[state]++
    else unread++
  })
  return { asked, counts: asked.ended === 'whole' && unread === 0 ? counts : undefined }
}

/** https://github.com/kubernetes/kubernetes/issues/63858: `trying to send message larger than max (16791221 vs. 16777216)`. */
function isTooLarge({ refusal }: Asked): boolean {
  return refusal?.status === RESOURCE_EXHAUSTED && refusal.message.includes('message larger than max')
}
