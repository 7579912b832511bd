import immutableFile from '../facts/immutable-file.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
/** Letters stand at places of their own. https://manpages.debian.org/bookworm/e2fsprogs/lsattr.1.en.html */
const ROW = /^([-a-zA-Z]{13,24}) {1,4}(\/\S.{0,1000})$/
const LETTERS = 'suSDdiajItTeEcxFNCVPAhm'

/** `lsattr` of files with an absolute path: `----i---------e------- /path`. Files without attributes count too. Relative paths are refused. */
const lsattr: Parser = {
  command: 'lsattr -d <path>',
  cues: ['----'],
  sample: '----i---------e------- /var/lib/docker/overlay2/3c9a/diff/etc/resolv.conf',
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readAttributes)
    if (rows.length === 0) return undefined
    return { facts: rows.slice(0, MOST_ROWS).map((row) => observe(immutableFile, row.value, row.at)), from: at, to }
  },
}

export default lsattr

function readAttributes(line: string): { path: string; immutable: boolean } | undefined {
  const [, letters = '', path] = ROW.exec(line.slice(0, 1100).trimEnd()) ?? []
  const isList = letters.includes('--') && [...letters].every((letter) => letter === '-' || LETTERS.includes(letter))
  return path === undefined || !isList ? undefined : { path, immutable: /[ia]/.test(letters) }
}
