import transientScopes from '../facts/transient-scopes.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { numberBelow } from './text/bare-number.ts'
import { typedText } from './text/command-line.ts'

const COUNT =
  /^(?:sudo )?ls (?:-1?d1? )?\/sys\/fs\/cgroup\/(?:[a-z,_]{2,30}\/)?system\.slice\/?(?:run-r?\*(?:\.scope)?)? ?(?:2> ?\/dev\/null )?(?:\| ?grep (?:-E )?["']?\^?run-r?["']? ?)?\| ?wc -l$/

/**
 * Scopes that systemd-run left, counted in one hierarchy: the bare number below
 * `ls -d /sys/fs/cgroup/systemd/system.slice/run-*.scope | wc -l`, or below the same with `grep run-`.
 *
 * Refuses a glob over all hierarchies (a `*` for the hierarchy), which counts each scope several times, and a listing of
 * system.slice without a filter.
 */
const transientScopesParser: Parser = {
  command: 'ls -d /sys/fs/cgroup/systemd/system.slice/run-*.scope | wc -l',
  cues: ['system.slice'],
  sample: `# ls -d /sys/fs/cgroup/systemd/system.slice/run-*.scope | wc -l
18342`,
  read(lines, at) {
    const text = typedText(lines[at] ?? '').slice(0, 300)
    const counted = COUNT.test(text) && text.includes('run-') ? numberBelow(lines, at) : undefined
    if (!counted) return undefined
    return { facts: [observe(transientScopes, { count: counted.value }, counted.at)], from: at, to: counted.at + 1 }
  },
}

export default transientScopesParser
