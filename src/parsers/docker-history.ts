import imageVolume from '../facts/image-volume.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

const OPENING = 'VOLUME ['

/**
 * `docker history`: the rows that a `VOLUME` of the Dockerfile left, of both builders (`#(nop)  VOLUME [/data]` and
 * `VOLUME [/data]`), also alone behind `| grep VOLUME`.
 *
 * Docker cuts long rows with `…`: the path that it cut is skipped, the whole ones before it are read.
 */
const dockerHistory: Parser = {
  command: 'docker history --no-trunc <image>',
  cues: ['VOLUME [/'],
  sample: `IMAGE          CREATED          CREATED BY                                      SIZE      COMMENT
83f9f741e3b9   16 seconds ago   /bin/sh -c #(nop)  CMD ["sleep" "600"]          0B        
f4d674bfe489   17 seconds ago   /bin/sh -c #(nop)  VOLUME [/conf]               0B        
6175298f6674   17 seconds ago   /bin/sh -c #(nop)  VOLUME [/data /datalog /l…   0B        `,
  read(lines, at) {
    const line = lines[at]?.slice(0, 4000) ?? ''
    const opening = line.indexOf(OPENING)
    if (opening < 0) return undefined
    const paths = readPaths(line.slice(opening + OPENING.length))
    if (paths.length === 0) return undefined
    return { facts: paths.map((path) => observe(imageVolume, { path }, at)), from: at, to: at + 1 }
  },
}

export default dockerHistory

function readPaths(text: string): string[] {
  const end = text.search(/[\]…]|\.\.\./)
  const paths = text.slice(0, end < 0 ? undefined : end).split(' ')
  const whole = text[end] === ']' ? paths : paths.slice(0, -1)
  return whole.filter((path) => /^\/[^"',]{0,254}$/.test(path))
}
