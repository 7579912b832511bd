import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const CHART = join(ROOT, 'deploy/chart/casebook')
const CASES = join(ROOT, 'test/deploy/cases')
const RENDERED = join(ROOT, 'test/deploy/rendered')

/** A Kubernetes object, of which the tests read what they know to be there. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  readonly [key: string]: unknown
}

interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly labels: Readonly<Record<string, string>>
}

/** One installation of the chart: a file of `cases`, and what the chart's templates made of it. */
export interface Install {
  readonly name: string
  readonly release: { readonly name: string; readonly namespace: string }
  /** What the user sets, over the chart's own. */
  readonly values: object
  readonly text: string
  readonly manifests: readonly Manifest[]
  /** What the user is told when nothing is rendered. */
  readonly refused: string | undefined
}

/** All of them, by name. */
export function readInstalls(): Install[] {
  return readdirSync(CASES).map((file) => readInstall(file))
}

export function readInstall(file: string): Install {
  const { release, values } = parse(readFileSync(join(CASES, file), 'utf8'))
  const text = readFileSync(join(RENDERED, file), 'utf8')
  const documents = parseAllDocuments(text, { version: '1.1' })
  const broken = documents.flatMap(({ errors }) => errors)
  if (broken.length > 0) throw new Error(`${file}: ${broken[0]?.message}`)
  return {
    name: basename(file, '.yaml'),
    release,
    values,
    text,
    manifests: documents.map((document) => document.toJS()).filter((it) => it !== null),
    refused: /^# refused: (.*)/.exec(text)?.[1],
  }
}

/** The one object of a kind, or of a kind and a name. */
export function only({ manifests, name }: Install, kind: string, called?: string): Manifest {
  const found = manifests.filter((it) => it.kind === kind && (called === undefined || it.metadata.name === called))
  const [first] = found
  if (!first || found.length > 1) throw new Error(`${name} has ${found.length} ${kind} ${called ?? ''}`)
  return first
}

export interface PodSpec {
  readonly containers: readonly Container[]
  readonly volumes: readonly Volume[]
  readonly securityContext: Readonly<Record<string, unknown>>
  readonly serviceAccountName: string
  readonly automountServiceAccountToken: boolean
  readonly hostNetwork?: boolean
  readonly hostPID?: boolean
  readonly hostIPC?: boolean
}

export interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly hostPort?: number }[]
  readonly securityContext: Readonly<Record<string, unknown>>
  readonly volumeMounts: readonly {
    readonly name: string
    readonly mountPath: string
    readonly readOnly?: boolean
    readonly mountPropagation?: string
  }[]
  readonly [key: string]: unknown
}

export interface Volume {
  readonly name: string
  readonly hostPath?: { readonly path: string; readonly type: string }
  readonly [key: string]: unknown
}

export interface Workload {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> }
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> }
    readonly spec: PodSpec
  }
}

/** What runs: the app's Deployment and the agent's DaemonSet, as far as they are there. */
export function workloads({ manifests }: Install): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
}

export function workload(manifest: Manifest): Workload {
  return manifest.spec as Workload
}

export function podSpec(manifest: Manifest): PodSpec {
  return workload(manifest).template.spec
}

export function onlyContainer({ containers }: PodSpec): Container {
  const [container, second] = containers
  if (!container || second) throw new Error(`there are ${containers.length} containers`)
  return container
}

/** What the renderer writes into `inputs.sha256`: of the chart, the cases and itself. */
export function sumOfInputs(): { readonly now: string; readonly rendered: string } {
  const sum = createHash('sha256')
  for (const folder of ['deploy/chart/casebook', 'test/deploy/cases', 'test/deploy/render'])
    for (const file of filesBelow(folder)) sum.update(`${file} ${sumOf(file)}\n`)
  return { now: sum.digest('hex'), rendered: readFileSync(join(RENDERED, 'inputs.sha256'), 'utf8').trim() }
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
}

function sumOf(file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, file)))
    .digest('hex')
}
