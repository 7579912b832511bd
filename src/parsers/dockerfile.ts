import imageVolume from '../facts/image-volume.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { words } from './text/words.ts'

/**
 * `VOLUME` lines of a Dockerfile, in both forms: `VOLUME ["/data", "/logs"]` and `VOLUME /data /logs`.
 *
 * Refused: lower case (which Dockerfiles allow and sentences use), a line with a word that is no path, comments, and
 * paths with variables.
 */
const dockerfile: Parser = {
  command: 'cat Dockerfile',
  cues: ['VOLUME ["', 'VOLUME [ "', 'VOLUME /', 'VOLUME "/'],
  sample: `FROM alpine:3.19
VOLUME ["/data", "/datalog"]
VOLUME /logs
CMD ["zkServer.sh", "start-foreground"]`,
  read(lines, at) {
    const line = lines[at]?.slice(0, 2000).trim() ?? ''
    const paths = line.startsWith('VOLUME ') ? readPaths(line.slice('VOLUME '.length).trim()) : []
    if (paths.length === 0) return undefined
    return { facts: paths.map((path) => observe(imageVolume, { path }, at)), from: at, to: at + 1 }
  },
}

export default dockerfile

function readPaths(text: string): string[] {
  const paths = text.startsWith('[') ? readArray(text) : words(text).map(unquoted)
  return paths.every((path) => path.startsWith('/'))
    ? paths.filter((path) => path.length < 256 && !path.includes('$'))
    : []
}

function readArray(text: string): string[] {
  try {
    const array: unknown = JSON.parse(text)
    return Array.isArray(array) ? array.map(String) : []
  } catch {
    return []
  }
}

function unquoted(word: string): string {
  return /^"[^"]{1,300}"$/.test(word) ? word.slice(1, -1) : word
}
