import { type JsonRecord, recordsOf } from './json.ts'
import { Refusal } from './refusal.ts'
import { withIds } from './rules/blocks.ts'
import { checkView, VIEWS_IN_A_STACK } from './rules/views.ts'
import type { User, Workspace } from './workspace.ts'

/** A modal or a Home tab as Slack stores it, under the names that its API uses. */
export interface StoredView extends JsonRecord {
  readonly id: string
  readonly type: 'modal' | 'home'
  hash: string
  blocks: JsonRecord[]
}

/** What every person has open: a stack of up to three modals, and the Home tab of the app. */
export class Views {
  readonly #workspace: Workspace
  readonly #appId: string
  readonly #refused: ReadonlySet<string>
  readonly #stacks = new Map<string, StoredView[]>()
  readonly #homes = new Map<string, StoredView>()

  constructor(workspace: Workspace, appId: string, refused: ReadonlySet<string>) {
    this.#workspace = workspace
    this.#appId = appId
    this.#refused = refused
  }

  /** The modals of a person, the visible one last. */
  stack(userId: string): StoredView[] {
    return this.#stacks.get(userId) ?? []
  }

  home(userId: string): StoredView | undefined {
    return this.#homes.get(userId)
  }

  open(userId: string, view: unknown): StoredView {
    const opened = this.#store(checkView(view, 'modal', this.#refused), [])
    this.#stacks.set(userId, [opened])
    return opened
  }

  push(userId: string, view: unknown): StoredView {
    const stack = this.stack(userId)
    const checked = checkView(view, 'modal', this.#refused)
    if (stack.length === 0) throw new Refusal('not_found')
    if (stack.length >= VIEWS_IN_A_STACK) throw new Refusal('push_limit_reached')
    const pushed = this.#store(checked, stack)
    this.#stacks.set(userId, [...stack, pushed])
    return pushed
  }

  /** Changes an open modal, found by its id or by the name that the app gave it. */
  update(named: { viewId?: string; externalId?: string; hash?: string }, view: unknown): StoredView {
    const old = [...this.#stacks.values()].flat().find((it) => it.id === named.viewId || isNamed(it, named.externalId))
    if (!old) throw new Refusal('not_found')
    const checked = checkView(view, 'modal', this.#refused)
    if (named.hash !== undefined && named.hash !== old.hash) throw new Refusal('hash_conflict')
    const { id, root_view_id, previous_view_id } = old
    const changed = { ...this.#store(checked, [old]), id, root_view_id, previous_view_id } as StoredView
    for (const [userId, stack] of this.#stacks)
      this.#stacks.set(
        userId,
        stack.map((it) => (it === old ? changed : it)),
      )
    return changed
  }

  publish(user: User, view: unknown, hash: string | undefined): StoredView {
    const old = this.#homes.get(user.id)
    const checked = checkView(view, 'home', this.#refused)
    if (hash !== undefined && hash !== old?.hash) throw new Refusal('hash_conflict')
    const published = { ...this.#store(checked, []), ...(old ? { id: old.id } : {}) } as StoredView
    this.#homes.set(user.id, published)
    return published
  }

  /** Closes the visible modal, or all of them. */
  close(userId: string, all: boolean): void {
    this.#stacks.set(userId, all ? [] : this.stack(userId).slice(0, -1))
  }

  /** `below` is what the view lies on; the view that it replaces when it takes a place. */
  #store(view: JsonRecord, below: readonly StoredView[]): StoredView {
    const id = this.#workspace.nextId('V')
    this.#refuseTakenName(view.external_id, below)
    return {
      private_metadata: '',
      callback_id: '',
      external_id: '',
      title: null,
      submit: null,
      close: null,
      clear_on_close: false,
      notify_on_close: false,
      ...view,
      id,
      type: view.type === 'home' ? 'home' : 'modal',
      blocks: withIds(recordsOf(view.blocks), () => this.#workspace.nextId('b')),
      state: { values: {} },
      hash: `${this.#workspace.nextTs()}.${this.#workspace.nextId('')}`,
      team_id: this.#workspace.team.id,
      app_installed_team_id: this.#workspace.team.id,
      app_id: this.#appId,
      bot_id: this.#workspace.app.botId,
      root_view_id: below[0]?.root_view_id ?? id,
      previous_view_id: below.at(-1)?.id ?? null,
    }
  }

  #refuseTakenName(name: unknown, except: readonly StoredView[]): void {
    const others = [...this.#stacks.values()].flat().filter((it) => !except.includes(it))
    if (name && others.some((it) => it.external_id === name)) throw new Refusal('duplicate_external_id')
  }
}

function isNamed(view: StoredView, externalId: string | undefined): boolean {
  return externalId !== undefined && externalId !== '' && view.external_id === externalId
}
