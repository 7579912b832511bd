import brokenMount from '../facts/broken-mount.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const ERRORS = [
  { text: 'transport endpoint is not connected', error: 'ENOTCONN' },
  { text: 'stale file handle', error: 'ESTALE' },
  { text: 'stale nfs file handle', error: 'ESTALE' },
] as const
const COMPLAINT =
  /^(?:\S{0,80}[#$] )?(?:stat|ls|df|cd|find|du|umount|fusermount3?|bash: cd|-bash: cd|sh: cd): (?:(?:cannot (?:access|stat|statx|read file system information for|open directory|read directory)|reading directory|can't (?:open|stat|cd to)) )?(['"‘]?)(\/[^'"’:]{1,1000})(['"’]?): ([A-Za-z ]{10,60})$/

/**
 * What `stat`, `ls`, `df`, `cd`, `find` and `umount` complain of a mount whose other end is gone: `Transport endpoint is not connected`
 * and `Stale file handle`, with the path. The same words in logs of programs are not read: they may be about a socket.
 */
const brokenMountParser: Parser = {
  command: 'stat -f <path>',
  cues: ERRORS.map(({ text }) => `: ${text}`),
  sample: `stat: cannot read file system information for '/mnt/bucket': Transport endpoint is not connected
ls: cannot access '/mnt/share': Stale file handle`,
  read(lines, at) {
    const [, , path, , words = ''] = COMPLAINT.exec(lines[at]?.slice(0, 1500).trimEnd() ?? '') ?? []
    const known = ERRORS.find(({ text }) => text === words.toLowerCase())
    if (path === undefined || !known) return undefined
    return { facts: [observe(brokenMount, { path, error: known.error }, at)], from: at, to: at + 1 }
  },
}

export default brokenMountParser
