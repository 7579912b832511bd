import criRuntime from '../facts/cri-runtime.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const NAME = /^RuntimeName:\s{1,20}(\S{1,60})$/
const VERSION = /^RuntimeVersion:\s{1,20}v?(\S{1,60})$/

/** `crictl version`: the lines `RuntimeName:` and `RuntimeVersion:` below each other. */
const crictlVersion: Parser = {
  command: 'crictl version',
  cues: ['RuntimeName:'],
  sample: `Version:  0.1.0
RuntimeName:  containerd
RuntimeVersion:  1.6.20~ds1
RuntimeApiVersion:  v1`,
  read(lines, at) {
    const name = NAME.exec((lines[at] ?? '').slice(0, 120).trim())?.[1]
    const version = VERSION.exec((lines[at + 1] ?? '').slice(0, 120).trim())?.[1]
    if (!name || !version) return undefined
    return { facts: [observe(criRuntime, { name, version }, at, at + 1)], from: at, to: at + 2 }
  },
}

export default crictlVersion
