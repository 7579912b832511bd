import kernel from '../facts/kernel.ts'
import { observe } from '../model/fact.ts'
import type { Parser, Reading } from '../model/parser.ts'
import { followingLine } from './text/following-line.ts'

/**
 * Reads the kernel's release out of `uname -r` and out of lines that nothing else looks like.
 *
 * Understands `uname -r` with the release on the next line or right behind it (`uname -r: 5.10.0-28-amd64`), the line
 * of `uname -a`, /proc/version and the first line of dmesg (`Linux version 5.10.0-28-amd64 (…`), and the `Kernel
 * Version:` of `docker info` and `kubectl describe node`.
 *
 * Refuses whatever is not a whole release of three numbers: requirements (`>= 4.9`), two releases in one
 * (`4.18.0-80/147.el8`), and prose that only names the command.
 */
const uname: Parser = {
  command: 'uname -r',
  cues: ['uname -', 'Linux <*> SMP', 'Linux version ', 'Kernel Version:'],
  sample: `# uname -r
4.19.91-26.1.al7.x86_64`,
  read(lines, at) {
    const line = lines[at]?.slice(0, 600).trim() ?? ''
    const told = TELLING.map((pattern) => pattern.exec(line)?.[1]).find(Boolean)
    if (told) return reading(told, at, at)
    const next = /\suname -s?r(?:$|[\s;|&])/.test(` ${line}`) ? followingLine(lines, at) : undefined
    const release = next === undefined ? undefined : ALONE.exec(lines[next]?.slice(0, 200).trim() ?? '')?.[1]
    return next !== undefined && release ? reading(release, at, next) : undefined
  },
}

export default uname

/** A release has at most 64 characters: https://man7.org/linux/man-pages/man2/uname.2.html */
const RELEASE = String.raw`(\d{1,2}\.\d{1,3}\.\d{1,3}(?:[-+.~_][\w.+~-]{1,50})?)`

const TELLING: readonly RegExp[] = [
  new RegExp(String.raw`(?:^|\s)uname -r\x60?\s{0,4}[:：=]?\s{0,4}${RELEASE}$`),
  new RegExp(String.raw`(?:^|\s)Linux \S{1,64} ${RELEASE} #\d`),
  new RegExp(String.raw`(?:^|\s)Linux version ${RELEASE} \(`),
  new RegExp(String.raw`^Kernel Version:\s{1,40}${RELEASE}$`),
]
const ALONE = new RegExp(`^(?:Linux )?${RELEASE}$`)

function reading(release: string, from: number, at: number): Reading {
  const [major, minor] = release.split('.').map(Number)
  const fields = { release, major: major ?? Number.NaN, minor: minor ?? Number.NaN }
  return { facts: [observe(kernel, fields, at)], from, to: at + 1 }
}
