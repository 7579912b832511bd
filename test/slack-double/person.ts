import { type Choice, choicesIn, controlsIn, fieldLabel } from './controls.ts'
import type { Delivery } from './deliveries.ts'
import { Dialogs } from './dialogs.ts'
import type { Double } from './double.ts'
import { type Attached, attach } from './files.ts'
import { type Entry, Form } from './form.ts'
import { Interactions, type Surface } from './interactions.ts'
import { defined, type JsonRecord, recordsOf } from './json.ts'
import { type Draft, type Ephemeral, type Message, rootOf } from './message.ts'
import { controlLabel } from './render/blocks.ts'
import { screen, spoken, viewLines, visibleMessages } from './render/screen.ts'
import { asBlocks, asStored } from './typing.ts'
import type { Channel, User } from './workspace.ts'

/** Where something to click is: a message with its thread, a whole channel, the open modal or the Home tab. */
export type Place = Message | Channel | 'modal' | 'home'

export interface Post {
  readonly thread?: Message
  readonly files?: readonly Attached[]
  /** Whether a reply is also sent to the channel. */
  readonly broadcast?: boolean
}

/** Somebody who uses Slack: does what people do there, and sees what people see. */
export class Person {
  readonly user: User
  readonly #double: Double
  readonly #interactions: Interactions
  readonly #dialogs: Dialogs

  constructor(double: Double, user: User) {
    const form = new Form()
    this.#double = double
    this.user = user
    this.#interactions = new Interactions(double, user, form)
    this.#dialogs = new Dialogs(double, user, form, this.#interactions)
  }

  get id(): string {
    return this.user.id
  }

  /** The direct messages between this person and the app. */
  get dm(): Channel {
    return this.#double.workspace.directMessages(this.user)
  }

  /** Types a message and sends it: Slack escapes it, and makes links and mentions of what looks like one. */
  async posts(channel: Channel, typed: string, { thread, files = [], broadcast = false }: Post = {}): Promise<Message> {
    const { workspace, events } = this.#double
    this.#mustBeIn(channel)
    const isShared = files.length > 0
    const draft = defined({
      subtype: broadcast ? 'thread_broadcast' : isShared ? 'file_share' : undefined,
      user: this.id,
      client_msg_id: workspace.nextId(''),
      text: asStored(typed, workspace),
      blocks: typed === '' ? undefined : asBlocks(typed, workspace, workspace.nextId('b')),
      files: isShared ? files.map((file) => attach(this.#double, channel, this.user, file)) : undefined,
      thread_ts: thread && rootOf(thread),
    })
    const message = workspace.post(channel, draft as unknown as Draft)
    events.posted(channel, message)
    return message
  }

  async edits(message: Message, typed: string): Promise<void> {
    const { workspace, events } = this.#double
    const channel = this.#ownChannel(message)
    const previous = structuredClone(message)
    message.text = asStored(typed, workspace)
    message.blocks = asBlocks(typed, workspace, workspace.nextId('b'))
    message.edited = { user: this.id, ts: workspace.nextTs() }
    events.changed(channel, message, previous)
  }

  async deletes(message: Message): Promise<void> {
    const channel = this.#ownChannel(message)
    this.#double.workspace.remove(channel, message)
    this.#double.events.deleted(channel, message)
  }

  joins(channel: Channel): void {
    channel.members.add(this.id)
  }

  leaves(channel: Channel): void {
    channel.members.delete(this.id)
  }

  /** Adds the app to a channel. */
  async invitesApp(channel: Channel): Promise<void> {
    const { workspace, events } = this.#double
    const { app } = workspace
    channel.members.add(app.id)
    const text = `<@${app.id}> has joined the channel`
    events.posted(channel, workspace.post(channel, { subtype: 'channel_join', user: app.id, text }))
    events.joined(channel, app, this.user)
  }

  /** Types a slash command. Slack has none inside threads. */
  async types(channel: Channel, line: string): Promise<Delivery> {
    this.#mustBeIn(channel)
    return this.#interactions.command(channel, line)
  }

  /** Uses a shortcut by its name: on a message from the message's menu, otherwise a global one. */
  async uses(name: string, message?: Message): Promise<Delivery> {
    return this.#interactions.shortcut(name, message ? this.#channelOf(message) : this.dm, message)
  }

  /** Clicks what carries these words. Fails, with what there is, when this person cannot see it. */
  async clicks(place: Place, label: string): Promise<Delivery> {
    const seen = this.#clickable(place)
    const hit = seen.find(({ choice }) => choice.label === label)
    if (!hit) {
      const labels = seen.map(({ choice }) => `\`${choice.label}\``).join(', ') || 'nothing'
      throw new Error(`${this.user.name} cannot see \`${label}\` to click on; there is ${labels}`)
    }
    const { journal } = this.#double
    if (hit.choice.element.type === 'button' && !hit.choice.element.url) {
      journal.clicks.push({ what: `${this.user.name} clicked \`${label}\``, outgoingBefore: journal.outgoing.length })
    }
    return this.#interactions.act(hit.surface, hit.choice, hit.choice.chosen)
  }

  /** Chooses somebody in a menu of people that stands in a message, and says yes if Slack asks. */
  async chooses(place: Channel | Message, label: string, whom: Person): Promise<Delivery> {
    for (const message of this.#messagesAt(place).reverse()) {
      const control = controlsIn(message.blocks).find(
        (it) => it.element.type === 'users_select' && controlLabel(it.element) === label,
      )
      if (control) return this.#interactions.act({ message }, control, { selected_user: whom.id })
    }
    throw new Error(`${this.user.name} cannot see a menu of people \`${label}\` there`)
  }

  /** Enters something into fields of the modal or the Home tab, by their labels, and leaves it there. */
  async fills(values: Readonly<Record<string, Entry>>, place: 'modal' | 'home' = 'modal'): Promise<void> {
    await this.#dialogs.fill(this.#dialogs.view(place), values, true)
  }

  /** Types into a field that the app makes suggestions for, and reads what it suggests. */
  async looksUp(place: 'modal' | 'home' | Message, label: string, query: string): Promise<string[]> {
    if (typeof place === 'string') return this.#dialogs.lookUp(this.#dialogs.view(place), label, query)
    const control = controlsIn(place.blocks).find((it) => fieldLabel(it) === label)
    if (!control) throw new Error(`${this.user.name} cannot see a field \`${label}\` there`)
    const options = await this.#interactions.suggestions({ message: place }, control, query)
    return options.map(controlLabel)
  }

  /** Has the app believe that this person used something that is not on the screen; the fields are those of Slack's payloads. */
  async forges(payload: JsonRecord, kind: 'interactive' | 'options' = 'interactive'): Promise<Delivery> {
    return this.#interactions.forge(kind, payload)
  }

  /** What a click in this channel brings along, for who forges one: where it is, and where it is answered. */
  clickContext(channel: Channel): JsonRecord {
    return this.#interactions.contextIn(channel)
  }

  /** Fills the fields of the open modal and submits it; returns what the app objects to, by the label of the field. */
  async submits(values: Readonly<Record<string, Entry>> = {}): Promise<Readonly<Record<string, string>>> {
    const view = this.#dialogs.view('modal')
    await this.#dialogs.fill(view, values, false)
    return this.#dialogs.submit(view)
  }

  /** Closes the open modal. */
  async closes(): Promise<void> {
    await this.#dialogs.close(this.#dialogs.view('modal'))
  }

  async opensHome(): Promise<void> {
    if (!this.#double.installation.homeTab) throw new Error('the app has no Home tab')
    this.#double.events.homeOpened(this.user, 'home', this.#double.views.home(this.id))
  }

  async opensMessages(): Promise<void> {
    this.#double.events.homeOpened(this.user, 'messages', undefined)
  }

  /** What is on this person's screen: a channel with its threads open, or one thread. */
  sees(place: Channel | Message): string {
    if (!isChannel(place)) return screen(this.#double, this.#channelOf(place), this.id, rootOf(place))
    this.#mustBeIn(place)
    return screen(this.#double, place, this.id)
  }

  /** What a screen reader reads there: of every message its author and its text, nothing of the blocks. */
  hears(place: Channel | Message): string {
    return this.#messagesAt(place)
      .map((it) => spoken(it, this.#double.workspace))
      .join('\n')
  }

  /** The open modal and what the app objected to; empty when none is open. */
  seesModal(): string {
    return this.#dialogs.modalLines().join('\n')
  }

  seesHome(): string {
    const view = this.#double.views.home(this.id)
    return view ? viewLines(view, this.#double.workspace).join('\n') : ''
  }

  /** Everything there is to click, the newest message first. */
  #clickable(place: Place): { surface: Surface; choice: Choice }[] {
    if (place === 'modal' || place === 'home') {
      const view = this.#dialogs.view(place)
      return choicesIn(view.blocks, this.id).map((choice) => ({ surface: { view }, choice }))
    }
    const newestFirst = this.#messagesAt(place).reverse()
    return newestFirst.flatMap((message) =>
      choicesOf(message, this.id).map((choice) => ({ surface: { message }, choice })),
    )
  }

  #messagesAt(place: Channel | Message): (Message | Ephemeral)[] {
    if (!isChannel(place)) {
      return visibleMessages(this.#channelOf(place), this.id).filter((it) => rootOf(it) === rootOf(place))
    }
    this.#mustBeIn(place)
    return visibleMessages(place, this.id)
  }

  #ownChannel(message: Message): Channel {
    if (message.user !== this.id) throw new Error(`${this.user.name} cannot change somebody else's message`)
    return this.#channelOf(message)
  }

  #channelOf(message: Message): Channel {
    const channel = this.#double.workspace.channels.get(message.channel)
    if (!channel) throw new Error(`there is no channel \`${message.channel}\``)
    this.#mustBeIn(channel)
    return channel
  }

  #mustBeIn(channel: Channel): void {
    if (!channel.members.has(this.id)) throw new Error(`${this.user.name} is not in ${channel.name}`)
  }
}

function choicesOf(message: Message, userId: string): Choice[] {
  const attached = (message.attachments ?? []).flatMap(({ blocks }) => recordsOf(blocks))
  return choicesIn([...(message.blocks ?? []), ...attached], userId)
}

function isChannel(place: Channel | Message): place is Channel {
  return 'members' in place
}
