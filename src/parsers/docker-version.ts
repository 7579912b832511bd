import dockerEngine from '../facts/docker-engine.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const VERSION = /^\s{0,8}Version:\s{1,40}(\d[\w.+~-]{1,60})\s{0,40}$/

/**
 * `docker version`: the server's half. Only a server says which API it still speaks (`1.41 (minimum version 1.12)`),
 * and its version stands on the line above.
 *
 * Refused: the client's half and `docker --version`: a node may have another client than daemon.
 */
const dockerVersion: Parser = {
  command: 'docker version',
  cues: ['(minimum version '],
  sample: `Server:
 Engine:
  Version:          20.10.24+dfsg1
  API version:      1.41 (minimum version 1.12)
  Go version:       go1.19.8`,
  read(lines, at) {
    const version = VERSION.exec(lines[at - 1]?.slice(0, 200) ?? '')?.[1]
    if (!version || !lines[at]?.trimStart().startsWith('API version:')) return undefined
    return { facts: [observe(dockerEngine, { version }, at - 1)], from: at - 1, to: at + 1 }
  },
}

export default dockerVersion
