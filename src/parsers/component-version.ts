import componentVersion from '../facts/component-version.ts'
import { componentVersion as rowOf } from '../facts/rows/component-version.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

/** What each program prints first. The number is what stands behind. */
const LINES: readonly (readonly [component: string, line: RegExp])[] = [
  ['runc', /^runc version (\d\S{0,60})$/],
  ['crun', /^crun version (\d\S{0,60})$/],
  ['libseccomp', /^libseccomp: (\d\S{0,60})$/],
  [
    'containerd',
    /^containerd (?:github\.com\/containerd\/containerd|containerd\.io)(?:\/v2)? v?(\d\S{0,60})(?: \S{1,80})?$/,
  ],
  ['systemd', /^systemd (\d{3}) \(\S{1,60}\)$/],
  ['kubelet', /^Kubernetes v(\d\S{0,60})$/],
  ['cri-o', /^crio version (\d\S{0,60})$/],
]

/**
 * `runc --version` (with the libseccomp that it was built with), `containerd --version`, `systemctl --version`,
 * `kubelet --version`, `crio version`, `crun --version`.
 *
 * Refused: lists of packages (what is installed need not be what runs) and the same words within a sentence.
 */
const componentVersionParser: Parser = {
  command: 'runc --version',
  cues: [
    'runc version ',
    'crun version ',
    'libseccomp: ',
    'containerd github.com',
    'containerd containerd.io',
    'systemd 2',
    'Kubernetes v',
    'crio version ',
  ],
  sample: `runc version 1.1.5+ds1
commit: 1.1.5+ds1-1+deb12u1
spec: 1.0.2-dev
go: go1.19.8
libseccomp: 2.5.4`,
  read(lines, at) {
    const text = (lines[at] ?? '').slice(0, 300).trim()
    for (const [component, line] of LINES) {
      const row = rowOf(component, line.exec(text)?.[1] ?? '')
      if (row) return { facts: [observe(componentVersion, row, at)], from: at, to: at + 1 }
    }
    return undefined
  },
}

export default componentVersionParser
