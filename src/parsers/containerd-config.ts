import containerdConfig from '../facts/containerd-config.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const LIST = /^\s{0,20}(?:\/\S{1,200}:)?\s{0,20}disabled_plugins\s{0,5}=\s{0,5}\[([^\]]{0,400})\]\s{0,20}$/
/** Its name in configurations of version 1, and the names of later ones. */
const CRI = /^["'](?:cri|io\.containerd\.grpc\.v1\.cri|io\.containerd\.cri\.v1\.runtime)["']$/

/**
 * `disabled_plugins = ["cri"]` in the configuration of containerd, as the file has it or `grep` prints it.
 *
 * Refused: a line behind a `#`, and a list of several lines.
 */
const containerdConfigParser: Parser = {
  command: 'grep disabled_plugins /etc/containerd/config.toml',
  cues: ['disabled_plugins'],
  sample: 'disabled_plugins = ["cri"]',
  read(lines, at) {
    const [, list] = LIST.exec((lines[at] ?? '').slice(0, 1000)) ?? []
    if (list === undefined) return undefined
    const criDisabled = list.split(',').some((entry) => CRI.test(entry.trim()))
    return { facts: [observe(containerdConfig, { criDisabled }, at)], from: at, to: at + 1 }
  },
}

export default containerdConfigParser
