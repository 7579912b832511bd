import componentVersion from '../facts/component-version.ts'
import { componentVersion as rowOf } from '../facts/rows/component-version.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const HEAD = /^ (containerd|runc):$/
const VERSION = /^ {2}Version:\s{1,40}v?(\d\S{0,60})$/

/**
 * `docker version`: the containerd and the runc that the server works with, each a name and a version on the line
 * below. The server's own version is read by the parser of `docker version`.
 */
const dockerVersionComponents: Parser = {
  command: 'docker version',
  cues: [' containerd:', ' runc:'],
  sample: ` containerd:
  Version:          1.6.20~ds1
  GitCommit:        1.6.20~ds1-1+deb12u3
 runc:
  Version:          1.1.5+ds1`,
  read(lines, at) {
    const component = HEAD.exec((lines[at] ?? '').slice(0, 40).trimEnd())?.[1]
    const version = VERSION.exec((lines[at + 1] ?? '').slice(0, 200).trimEnd())?.[1]
    const row = component && version ? rowOf(component, version) : undefined
    return row ? { facts: [observe(componentVersion, row, at, at + 1)], from: at, to: at + 2 } : undefined
  },
}

export default dockerVersionComponents
