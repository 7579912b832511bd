import { type Control, controlsIn, fieldLabel } from './controls.ts'
import type { Double } from './double.ts'
import { type Entry, entered, type Form, findField } from './form.ts'
import type { Interactions } from './interactions.ts'
import { type JsonRecord, recordOf } from './json.ts'
import { complaintOf, Refusal } from './refusal.ts'
import { controlLabel } from './render/blocks.ts'
import { viewLines } from './render/screen.ts'
import type { StoredView } from './views.ts'
import type { User } from './workspace.ts'

/** The modals and the Home tab as one person has them open, fills them in and submits them. */
export class Dialogs {
  readonly #double: Double
  readonly #user: User
  readonly #form: Form
  readonly #interactions: Interactions
  #objections: Readonly<Record<string, string>> = {}

  constructor(double: Double, user: User, form: Form, interactions: Interactions) {
    this.#double = double
    this.#user = user
    this.#form = form
    this.#interactions = interactions
  }

  view(place: 'modal' | 'home'): StoredView {
    const { views } = this.#double
    const view = place === 'modal' ? views.stack(this.#user.id).at(-1) : views.home(this.#user.id)
    if (!view) throw new Error(`${this.#user.name} has no ${place === 'modal' ? 'modal' : 'Home tab'} open`)
    return view
  }

  async fill(view: StoredView, values: Readonly<Record<string, Entry>>, tells: boolean): Promise<void> {
    for (const [label, entry] of Object.entries(values)) await this.#enter(view, label, entry, tells)
  }

  async lookUp(view: StoredView, label: string, query: string): Promise<string[]> {
    const options = await this.#interactions.suggestions({ view }, findField(view, label), query)
    return options.map(controlLabel)
  }

  /** What the app objects to, by the label of the field. */
  async submit(view: StoredView): Promise<Readonly<Record<string, string>>> {
    const missing = this.#form.missing(view).map((label) => `\`${label}\``)
    if (!view.submit) throw new Error('this modal has no submit button')
    if (missing.length > 0) throw new Error(`cannot submit: ${missing.join(', ')} must be filled`)
    this.#objections = {}
    const delivery = await this.#interactions.submit(view)
    const problem =
      delivery.state === 'answered' ? complaintOf(() => this.#take(view, recordOf(delivery.answer))) : undefined
    if (problem) this.#double.journal.complaints.push(`the app's answer to view_submission is refused: ${problem}`)
    return this.#objections
  }

  async close(view: StoredView): Promise<void> {
    this.#double.views.close(this.#user.id, view.clear_on_close === true)
    if (view.notify_on_close === true) await this.#interactions.close(view)
  }

  modalLines(): string[] {
    const view = this.#double.views.stack(this.#user.id).at(-1)
    const lines = view ? viewLines(view, this.#double.workspace) : []
    return [...lines, ...Object.entries(this.#objections).map(([label, problem]) => `! ${label}: ${problem}`)]
  }

  /** `tells` sends the app what was entered where it asked to be told. */
  async #enter(view: StoredView, label: string, entry: Entry, tells: boolean): Promise<void> {
    const control = findField(view, label)
    const value = entered(control.element, entry, await this.#optionsFor(view, control, entry))
    this.#form.set(view, control, value)
    const isTold = control.block.type !== 'input' || control.block.dispatch_action === true
    if (tells && isTold) await this.#interactions.act({ view }, control, value)
  }

  async #optionsFor(view: StoredView, control: Control, entry: Entry): Promise<JsonRecord[]> {
    if (!String(control.element.type).endsWith('external_select')) return []
    const query = typeof entry === 'string' ? entry : (entry[0] ?? '')
    return this.#interactions.suggestions({ view }, control, query)
  }

  /** What the app's answer makes of a modal that was submitted: it closes unless the answer says otherwise. */
  #take(view: StoredView, { response_action: action, errors, view: next }: JsonRecord): void {
    const { views, journal } = this.#double
    const take = {
      undefined: () => views.close(this.#user.id, false),
      clear: () => views.close(this.#user.id, true),
      errors: () => this.#object(view, recordOf(errors)),
      update: () => journal.outgoing.push(opened(this.#user, views.update({ viewId: view.id }, next))),
      push: () => journal.outgoing.push(opened(this.#user, views.push(this.#user.id, next))),
    }[String(action)]
    if (!take) throw Refusal.with('invalid_arguments', [`unknown response_action \`${action}\``])
    take()
  }

  /** Objections name input blocks; Slack shows none of them when one names another block. */
  #object(view: StoredView, errors: JsonRecord): void {
    const inputs = controlsIn(view.blocks).filter(({ block }) => block.type === 'input')
    const objections = Object.entries(errors).map(([blockId, problem]) => {
      const input = inputs.find(({ block }) => block.block_id === blockId)
      if (!input) throw Refusal.with('invalid_arguments', [`\`errors\` names \`${blockId}\`, which is no input block`])
      return [fieldLabel(input), String(problem)] as const
    })
    if (objections.length === 0) throw Refusal.with('invalid_arguments', ['`errors` is empty'])
    this.#objections = Object.fromEntries(objections)
  }
}

function opened(user: User, view: StoredView): { kind: 'modal'; where: string; content: JsonRecord } {
  return { kind: 'modal', where: user.id, content: view }
}
