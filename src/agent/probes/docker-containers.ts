import type container from '../../facts/container.ts'
import type containers from '../../facts/containers.ts'
import { type Measured, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import { askList, DOCKER_SOCKET } from '../docker/docker-api.ts'
import { listIn, textIn, valueIn } from '../json-field.ts'
import type { NodeView } from '../node-view.ts'

/** How many containers are shown one by one; the oldest are the ones that got stuck. */
const ROWS_MAX = 100

const STATES = ['created', 'running', 'exited', 'dead', 'paused', 'restarting', 'removing'] as const
type State = (typeof STATES)[number]
const STUCK: readonly State[] = ['created', 'removing', 'dead']

interface Listed {
  readonly id: string
  readonly name: string | undefined
  readonly image: string | undefined
  readonly state: State
  /** Seconds since 1970. */
  readonly created: number | undefined
}

/**
 * Counts the containers by state and names those that are neither running nor ended. When the list of all does not
 * come whole, only the stuck ones are asked for: their list is short.
 */
const dockerContainers: Probe<NodeView> = {
  summary: 'Counts the containers that dockerd knows by state, and names those stuck in Created, Removing or Dead.',
  yields: ['container', 'containers', 'runtime-answer'],
  rights: [DOCKER_SOCKET],
  deadlineMs: 5_000,
  async look(view) {
    const all = await countAll(view)
    return all ?? lookForStuck(view)
  },
}

export default dockerContainers

async function countAll(view: NodeView): Promise<{ facts: Measured[]; notChecked: readonly NotChecked[] } | undefined> {
  const tally = new Tally()
  const asked = await askList(view, 'containers', (item) => tally.take(item))
  if (asked.ended === 'cut' || tally.unread > 0) return undefined
  const counted = asked.ended === 'whole' ? [measured<typeof containers>('containers', tally.counts())] : []
  return { facts: [...asked.facts, ...counted, ...tally.rows()], notChecked: asked.notChecked }
}

async function lookForStuck(view: NodeView) {
  const tally = new Tally()
  const asked = await askList(view, 'stuck-containers', (item) => tally.take(item))
  const { created, removing, dead } = tally.counts()
  const counted =
    asked.ended === 'whole' && tally.unread === 0
      ? [measured<typeof containers>('containers', onlyStuck(created, removing, dead))]
      : []
  const cut: NotChecked = {
    what: 'docker containers',
    why: 'budget',
    says: 'the list of all containers is longer than is read; only those created, removing or dead were counted',
  }
  return { facts: [...asked.facts, ...counted, ...tally.rows()], notChecked: [cut, ...asked.notChecked] }
}

function onlyStuck(created: number, removing: number, dead: number) {
  return { total: undefined, running: undefined, exited: undefined, created, removing, dead }
}

/** Counts as the list comes in; keeps the oldest of the stuck ones. */
class Tally {
  readonly #counts = new Map<State, number>()
  #stuck: Listed[] = []
  unread = 0
  #total = 0

  take(item: unknown): void {
    const one = readListed(item)
    if (!one) {
      this.unread++
      return
    }
    this.#total++
    this.#counts.set(one.state, (this.#counts.get(one.state) ?? 0) + 1)
    if (STUCK.includes(one.state)) this.#keep(one)
  }

  counts() {
    const of = (state: State) => this.#counts.get(state) ?? 0
    return {
      total: this.#total,
      running: of('running'),
      created: of('created'),
      exited: of('exited'),
      dead: of('dead'),
      removing: of('removing'),
    }
  }

  rows(): Measured[] {
    return this.#stuck.slice(0, ROWS_MAX).map(({ id, name, image, state, created }) =>
      measured<typeof container>('container', {
        id,
        name,
        image,
        state,
        ageSeconds: ageSeconds(created),
        exitCode: undefined,
      }),
    )
  }

  #keep(one: Listed): void {
    this.#stuck.push(one)
    if (this.#stuck.length < 2 * ROWS_MAX) return
    this.#stuck = this.#stuck.sort((a, b) => (a.created ?? 0) - (b.created ?? 0)).slice(0, ROWS_MAX)
  }
}

/** Undefined without an id and a state. */
function readListed(item: unknown): Listed | undefined {
  const id = textIn(item, 'Id') ?? ''
  const state = STATES.find((known) => known === valueIn(item, 'State'))
  if (state === undefined || !/^[0-9a-f]{64}$/.test(id)) return undefined
  const [name] = listIn(item, 'Names')
  const created = valueIn(item, 'Created')
  return {
    id: id.slice(0, 12),
    name: typeof name === 'string' ? name.replace(/^\//, '').slice(0, 255) : undefined,
    image: textIn(item, 'Image'),
    state,
    created: typeof created === 'number' && created > 0 ? created : undefined,
  }
}

/** dockerd and the agent read the same clock. */
function ageSeconds(created: number | undefined): number | undefined {
  const age = created === undefined ? undefined : Math.round(Date.now() / 1000 - created)
  return age !== undefined && age >= 0 ? age : undefined
}
