import anonymousMounts from '../facts/anonymous-mounts.ts'
import containerMount from '../facts/container-mount.ts'
import imageVolume from '../facts/image-volume.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { isAnonymous, isDockerName } from './text/docker-name.ts'
import { isElision } from './text/elision.ts'
import { isBlank } from './text/following-line.ts'

/**
 * `docker inspect` of containers and images, as printed (one key a line): `Mounts`, and the `Volumes` of `Config`.
 *
 * It is read line by line, never as a whole, so a fragment cut anywhere will do, with `...` for what was left out,
 * trailing commas, and remarks behind a line. A mount is read from its `{` on, up to its `}` or to where lines are
 * missing. Anonymous volumes are counted only where the list of mounts is whole, and a mount is said to belong to a
 * container only when nothing is missing in between.
 *
 * Refused: JSON on one line (`-f '{{json .Mounts}}'`), `HostConfig.Mounts` (what was asked for, with `Target`),
 * `crictl inspect`, pod specs.
 */
const dockerInspect: Parser = {
  command: 'docker inspect <container>',
  cues: ['"Id": "', '"Mounts": [', '"Destination": "/', '"Volumes": {'],
  sample: `        "Name": "/zk-1",
        "Mounts": [
            {
                "Type": "volume",
                "Name": "4e7d6f5e42629028dc53456dccfab214368096adf12b8d3ac14ff08c7fd03e03",
                "Source": "/var/lib/docker/volumes/4e7d6f5e42629028dc53456dccfab214368096adf12b8d3ac14ff08c7fd03e03/_data",
                "Destination": "/data",
                "Driver": "local",
                "Mode": "",
                "RW": true,
                "Propagation": ""
            },
            {
                "Type": "bind",
                "Source": "/srv",
                "Destination": "/srv",
                "Mode": "ro",
                "RW": false,
                "Propagation": "rprivate"
            }
        ],
        "Config": {
            "Volumes": {
                "/conf": {},
                "/data": {}
            },`,
  read(lines, at) {
    const from = start(lines, at)
    if (from === undefined) return undefined
    const inspection = new Inspection()
    let to = from
    while (to < lines.length && inspection.take(lines[to] ?? '', to)) to++
    inspection.end()
    return to > at ? { facts: inspection.facts, from, to } : undefined
  },
}

export default dockerInspect

/** A fragment may begin inside a list of mounts: its object opens at most eight lines above `Destination`. */
function start(lines: readonly string[], at: number): number | undefined {
  if (readKey(lines[at] ?? '')?.key !== 'Destination') return at
  for (let i = at - 1; i >= Math.max(0, at - 8); i--) {
    const line = lines[i] ?? ''
    if (line.slice(0, 200).trim() === '{') return i
    if (!readKey(line) && !isBlank(line)) return undefined
  }
  return undefined
}

const MAX_ROWS = 2000

type Mount = Map<string, string>

/** What is known at one line of the output: which container, which list, which object. */
class Inspection {
  readonly facts: Observation[] = []
  private readonly paths = new Set<string>()
  private container: string | undefined
  /** Line of `"Mounts": [`, and what the list held so far; `whole` while nothing of it is missing. */
  private list: { line: number; mounts: number; anonymous: number; whole: boolean } | undefined
  private mount: { line: number; fields: Mount } | undefined
  /** Brackets open inside the object. */
  private depth = 0
  private inVolumes = false
  private last = 0

  /** False when the line is not part of the output. */
  take(line: string, at: number): boolean {
    if (isBlank(line)) return true
    if (!this.takeKey(line, at) && !this.takeGap(line) && !this.takeBracket(line, at)) return false
    this.last = at
    return true
  }

  /** The text ends here, or lines are missing. */
  end(): void {
    this.closeMount()
    this.list = undefined
  }

  private drop(): void {
    this.mount = undefined
    this.list = undefined
  }

  /** Behind missing lines there may be another container. */
  private takeGap(line: string): boolean {
    if (!isElision(line)) return false
    this.end()
    this.container = undefined
    this.inVolumes = false
    return true
  }

  private takeKey(line: string, at: number): boolean {
    const pair = readKey(line)
    if (!pair) return false
    const { key, value } = pair
    if (this.inVolumes) this.takeVolume(key, value, at)
    else if (key === 'Mounts' && value.startsWith('[')) this.openList(value, at)
    else if (key === 'Volumes' && value === '{') this.inVolumes = true
    else if (key === 'Id') this.container = /^"[0-9a-f]{64}"/.test(value) ? value.slice(1, 13) : undefined
    else if (key === 'Name' && value.startsWith('"/')) this.nameContainer(value)
    else this.takeField(key, value)
    return true
  }

  private takeVolume(key: string, value: string, at: number): void {
    if (!value.startsWith('{}') || !key.startsWith('/')) this.inVolumes = false
    else if (!this.paths.has(key) && this.paths.size < MAX_ROWS) {
      this.paths.add(key)
      this.facts.push(observe(imageVolume, { path: key }, at))
    }
  }

  private nameContainer(value: string): void {
    const name = readString(value)?.slice(1)
    if (name && isDockerName(name)) this.container = name
  }

  private openList(value: string, at: number): void {
    this.closeMount()
    this.list = { line: at, mounts: 0, anonymous: 0, whole: true }
    if (value.startsWith('[]')) this.closeList(at)
  }

  /** A key for the second time says that the end of one object and the start of the next are missing. */
  private takeField(key: string, value: string): void {
    if (!this.mount) return
    if (value === '{' || value === '[') this.depth++
    else if (this.depth === 0 && this.mount.fields.has(key)) this.drop()
    else if (this.depth === 0) this.mount.fields.set(key, readScalar(value))
  }

  private takeBracket(line: string, at: number): boolean {
    const text = line.slice(0, 1000).trim()
    if (!/^(?:"|(?:\{|\}|\[|\]|\{\}|\[\]),?(?:\s|$))/.test(text)) return false
    if (this.mount && this.depth > 0) this.depth += text.startsWith('{') ? 1 : /^[\]}]/.test(text) ? -1 : 0
    else if (text === '{') this.openMount(at)
    else if (text.startsWith('}')) this.closeObject()
    else if (text.startsWith(']')) this.closeList(at)
    return true
  }

  private openMount(at: number): void {
    this.closeMount()
    this.mount = { line: at, fields: new Map() }
    this.depth = 0
  }

  private closeObject(): void {
    this.inVolumes = false
    this.closeMount()
  }

  private closeMount(): void {
    const { mount, list } = this
    this.mount = undefined
    if (!mount) return
    const fields = this.readMount(mount.fields)
    if (fields && this.facts.length < MAX_ROWS) this.facts.push(observe(containerMount, fields, mount.line, this.last))
    if (!list) return
    list.mounts += fields ? 1 : 0
    list.anonymous += fields?.anonymous ? 1 : 0
    list.whole &&= fields !== undefined
  }

  private readMount(fields: Mount) {
    const type = TYPES.find((known) => known === fields.get('Type'))
    const destination = fields.get('Destination')
    if (!type || !destination?.startsWith('/')) return undefined
    const name = fields.get('Name') || undefined
    if (type === 'volume' && !name) return undefined
    return {
      mountType: type,
      source: fields.get('Source') || undefined,
      destination,
      name,
      anonymous: type === 'volume' && isAnonymous(name ?? ''),
      propagation: fields.get('Propagation') || undefined,
      readOnly: READ_ONLY.get(fields.get('RW') ?? ''),
      container: this.container,
    }
  }

  private closeList(at: number): void {
    const { list, container } = this
    this.list = undefined
    if (!list?.whole || (list.mounts === 0 && !container)) return
    this.facts.push(observe(anonymousMounts, { count: list.anonymous, container }, list.line, at))
  }
}

const TYPES = ['bind', 'volume', 'tmpfs'] as const

const READ_ONLY: ReadonlyMap<string, boolean> = new Map([
  ['true', false],
  ['false', true],
])

/** The key of a line, and its value as it stands there without the comma or the remark behind it. */
function readKey(line: string): { key: string; value: string } | undefined {
  const pair = /^\s{0,80}"([^"\\]{1,300})"\s{0,8}:\s{0,8}(\S.{0,1500})/.exec(line.slice(0, 2000))
  if (!pair) return undefined
  const [, key = '', value = ''] = pair
  return { key, value: value.startsWith('"') ? value : (value.split(/[,\s]/, 1)[0] ?? '') }
}

/** A string that does not end, or has an escape that no path or name needs, is empty. */
function readScalar(value: string): string {
  return value.startsWith('"') ? (readString(value) ?? '') : value
}

function readString(value: string): string | undefined {
  return /^"([^"\\]{0,1200})"/.exec(value)?.[1]
}
