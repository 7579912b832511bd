import criRuntime from '../facts/cri-runtime.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const REFUSALS = [
  'unknown service runtime.v1.RuntimeService',
  'unknown service runtime.v1alpha2.RuntimeService',
  'CRI v1 runtime API is not implemented for endpoint',
]

/**
 * What crictl, kubelet and kubeadm print when the socket answers and has no CRI service of the version that they speak.
 *
 * Refused: other services of gRPC (a probe of an application), and those of images, which say nothing of pods.
 */
const criUnimplemented: Parser = {
  command: 'crictl version',
  cues: REFUSALS,
  sample: `FATA[0000] getting the runtime version: rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService`,
  read(lines, at) {
    const text = (lines[at] ?? '').slice(0, 4_000)
    if (!REFUSALS.some((refusal) => text.includes(refusal))) return undefined
    return { facts: [observe(criRuntime, { served: false }, at)], from: at, to: at + 1 }
  },
}

export default criUnimplemented
