import type { Control } from './controls.ts'
import type { Delivery } from './deliveries.ts'
import type { Double } from './double.ts'
import { shown } from './events.ts'
import type { Form } from './form.ts'
import type { ResponseTarget } from './interactivity.ts'
import { defined, isRecord, type JsonRecord, recordOf, recordsOf } from './json.ts'
import { isReply, type Message, rootOf } from './message.ts'
import { complaintOf } from './refusal.ts'
import { contentOf, respond } from './respond.ts'
import { problemsInOptions } from './rules/options.ts'
import { asStored } from './typing.ts'
import type { StoredView } from './views.ts'
import type { Channel, User } from './workspace.ts'

/** What holds a control: a message, or a modal or Home tab. */
export type Surface = { readonly message: Message } | { readonly view: StoredView }

/** Tells the app what one person does with it, in the payloads of https://docs.slack.dev/reference/interaction-payloads */
export class Interactions {
  readonly #double: Double
  readonly #user: User
  readonly #form: Form

  constructor(double: Double, user: User, form: Form) {
    this.#double = double
    this.#user = user
    this.#form = form
  }

  async command(channel: Channel, line: string): Promise<Delivery> {
    const { workspace, installation, deliveries } = this.#double
    this.#mustBelong()
    const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? []
    const settings = installation.commands.find((it) => it.command === command)
    if (!settings || !installation.scopes.has('commands')) throw new Error(`\`${command}\` is not a command here`)
    const target = { userId: this.#user.id, channelId: channel.id }
    const delivery = deliveries.send('slash_commands', command, {
      token: installation.verificationToken,
      team_id: workspace.team.id,
      team_domain: workspace.team.domain,
      channel_id: channel.id,
      channel_name: nameOf(channel),
      user_id: this.#user.id,
      user_name: this.#user.name,
      command,
      text: settings.escapes ? asStored(text, workspace) : text,
      api_app_id: installation.appId,
      is_enterprise_install: 'false',
      response_url: this.#responseUrl(target),
      trigger_id: this.#trigger(),
    })
    await this.#finished(delivery, channel, `${command} failed with the error "operation_timeout"`)
    this.#sayAnswer(target, delivery)
    return delivery
  }

  async shortcut(name: string, channel: Channel, message?: Message): Promise<Delivery> {
    const { installation } = this.#double
    this.#mustBelong()
    const type = message ? 'message' : 'global'
    const shortcut = installation.shortcuts.find((it) => it.name === name && it.type === type)
    if (!shortcut || !installation.scopes.has('commands')) throw new Error(`there is no ${type} shortcut \`${name}\``)
    const about = message ? this.#messageAction(channel, message) : { type: 'shortcut' }
    return this.#send(channel, { callback_id: shortcut.callbackId, trigger_id: this.#trigger(), ...about })
  }

  /** A control was used; `chosen` is what its action says beside its ids. */
  async act(surface: Surface, { block, element }: Control, chosen: JsonRecord): Promise<Delivery> {
    const { type, action_id } = element
    const action_ts = this.#double.workspace.nextTs()
    const action = defined({ ...chosen, type, action_id, block_id: block.block_id, action_ts })
    const payload = { type: 'block_actions', actions: [action], trigger_id: this.#trigger() }
    return this.#send(this.#channelOf(surface), { ...payload, ...this.#container(surface) })
  }

  /** What the app suggests for a field while somebody types into it. */
  async suggestions(surface: Surface, { block, element }: Control, query: string): Promise<JsonRecord[]> {
    const least = Number(element.min_query_length ?? 3)
    if (query.length < least)
      throw new Error(`Slack asks for suggestions from ${least} characters on, got \`${query}\``)
    const { action_id } = element
    const { response_url: _, ...context } = this.#container(surface)
    const about = { type: 'block_suggestion', action_id, block_id: block.block_id, value: query }
    const delivery = this.#double.deliveries.send('options', about.type, { ...this.#common(), ...context, ...about })
    await delivery.first
    return this.#readOptions(recordOf(delivery.answer))
  }

  /** Sends what no client of Slack's would: a use of something that is not on anybody's screen. */
  async forge(kind: 'interactive' | 'options', payload: JsonRecord): Promise<Delivery> {
    const about = `forged ${String(payload.type)}`
    const forged = { ...this.#common(), trigger_id: this.#trigger(), ...payload }
    const delivery = this.#double.deliveries.send(kind, about, defined(forged))
    await delivery.first
    return delivery
  }

  submit(view: StoredView): Promise<Delivery> {
    const payload = { type: 'view_submission', trigger_id: this.#trigger(), response_urls: [] }
    return this.#send(undefined, { ...payload, view: this.#shownView(view) })
  }

  close(view: StoredView): Promise<Delivery> {
    const isCleared = view.clear_on_close === true
    return this.#send(undefined, { type: 'view_closed', view: this.#shownView(view), is_cleared: isCleared })
  }

  async #send(channel: Channel | undefined, payload: JsonRecord): Promise<Delivery> {
    const { deliveries, workspace } = this.#double
    const about = String(payload.type)
    const delivery = deliveries.send('interactive', about, defined({ ...this.#common(), ...payload }))
    const place = channel ?? workspace.directMessages(this.#user)
    await this.#finished(delivery, place, `this app did not respond to ${about}`)
    return delivery
  }

  /** Interactions are never sent again: if the app does not answer in time, the person gets an error. */
  async #finished(delivery: Delivery, channel: Channel, problem: string): Promise<void> {
    const { outcome } = await delivery.first
    if (outcome !== 'answered') this.#double.workspace.postEphemeral(channel, this.#user.id, { text: problem })
  }

  /** What was acknowledged with a text is said to the person, unless the app says `in_channel`. */
  #sayAnswer(target: ResponseTarget, { about, answer }: Delivery): void {
    const content = isRecord(answer) ? contentOf(answer) : undefined
    const problem = content && complaintOf(() => respond(this.#double, target, content))
    if (problem) this.#double.journal.complaints.push(`the app's answer to ${about} is refused: ${problem}`)
  }

  #readOptions(answer: JsonRecord): JsonRecord[] {
    const { journal } = this.#double
    const problems = problemsInOptions(answer)
    journal.complaints.push(...problems.map((problem) => `the app's suggestions are refused: ${problem}`))
    if (problems.length > 0) return []
    journal.outgoing.push({ kind: 'options', where: this.#user.id, content: answer })
    const groups = recordsOf(answer.option_groups)
    return [...recordsOf(answer.options), ...groups.flatMap(({ options }) => recordsOf(options))]
  }

  #common(): JsonRecord {
    const { workspace, installation } = this.#double
    const { id, domain } = workspace.team
    const { name, teamId } = this.#user
    return {
      team: { id, domain },
      enterprise: null,
      is_enterprise_install: false,
      user: { id: this.#user.id, username: name, name, team_id: teamId },
      api_app_id: installation.appId,
      token: installation.verificationToken,
    }
  }

  #container(surface: Surface): JsonRecord {
    if ('message' in surface) return this.#messageContainer(surface.message)
    const { view } = surface
    return { container: { type: 'view', view_id: view.id }, view: this.#shownView(view) }
  }

  contextIn(channel: Channel): JsonRecord {
    return {
      container: { type: 'message', channel_id: channel.id, message_ts: '1.000000', is_ephemeral: false },
      channel: { id: channel.id, name: nameOf(channel) },
      response_url: this.#responseUrl({ userId: this.#user.id, channelId: channel.id }),
    }
  }

  /** A message that only one person can see is not sent along. */
  #messageContainer(message: Message): JsonRecord {
    const channel = this.#mustFind(message.channel)
    const threadTs = isReply(message) ? { thread_ts: rootOf(message) } : {}
    const isEphemeral = 'to' in message
    const place = { message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...threadTs }
    return defined({
      container: { type: 'message', ...place },
      channel: { id: channel.id, name: nameOf(channel) },
      message: isEphemeral ? undefined : shown(message),
      response_url: this.#responseUrl({ userId: this.#user.id, channelId: channel.id, messageTs: message.ts }),
      state: { values: {} },
    })
  }

  #messageAction(channel: Channel, message: Message): JsonRecord {
    return {
      type: 'message_action',
      action_ts: this.#double.workspace.nextTs(),
      message_ts: message.ts,
      message: shown(message),
      channel: { id: channel.id, name: nameOf(channel) },
      response_url: this.#responseUrl({ userId: this.#user.id, channelId: channel.id, messageTs: message.ts }),
    }
  }

  #shownView(view: StoredView): JsonRecord {
    return { ...view, state: this.#form.state(view) }
  }

  #trigger(): string {
    return this.#double.triggers.issue(this.#user.id)
  }

  #responseUrl(target: ResponseTarget): string {
    return `${this.#double.addresses.api}${this.#double.responseUrls.issue(target)}`
  }

  /** Commands and shortcuts are offered by the workspace of who uses them, to its own people. */
  #mustBelong(): void {
    if (this.#double.workspace.isForeign(this.#user))
      throw new Error(`Slack offers ${this.#user.name}, who is of another organisation, no commands of this app`)
  }

  #channelOf(surface: Surface): Channel | undefined {
    return 'message' in surface ? this.#mustFind(surface.message.channel) : undefined
  }

  #mustFind(id: string): Channel {
    const channel = this.#double.workspace.channels.get(id)
    if (!channel) throw new Error(`there is no channel \`${id}\``)
    return channel
  }
}

function nameOf(channel: Channel): string {
  return channel.kind === 'im' ? 'directmessage' : channel.name
}
