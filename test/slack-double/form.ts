import { type Control, controlsIn, fieldLabel, optionsOf } from './controls.ts'
import { defined, type JsonRecord, recordOf } from './json.ts'
import { controlLabel } from './render/blocks.ts'
import type { StoredView } from './views.ts'

/** What somebody writes into a field: words, or the words of the options to choose. */
export type Entry = string | readonly string[]

/** What a person has entered into modals. Values survive an update of the view while both ids stay the same. */
export class Form {
  readonly #values = new Map<string, JsonRecord>()

  set(view: StoredView, control: Control, value: JsonRecord): void {
    this.#values.set(keyOf(view, control), value)
  }

  /** The `state` that a payload carries: every field, with what was entered or was there from the start. */
  state(view: StoredView): JsonRecord {
    const values: Record<string, JsonRecord> = {}
    for (const control of controlsIn(view.blocks)) {
      if (['button', 'overflow'].includes(String(control.element.type))) continue
      const fields = values[String(control.block.block_id)] ?? {}
      fields[String(control.element.action_id)] = this.value(view, control)
      values[String(control.block.block_id)] = fields
    }
    return { values }
  }

  value(view: StoredView, control: Control): JsonRecord {
    return this.#values.get(keyOf(view, control)) ?? initialValue(control.element)
  }

  /** The fields that must not stay empty and are: the client does not let anybody submit before. */
  missing(view: StoredView): string[] {
    return controlsIn(view.blocks)
      .filter(({ block }) => block.type === 'input' && block.optional !== true)
      .filter((control) => !isFilled(this.value(view, control)))
      .map(fieldLabel)
  }
}

export function findField(view: StoredView, label: string): Control {
  const controls = controlsIn(view.blocks)
  const found = controls.find((control) => fieldLabel(control) === label)
  if (!found)
    throw new Error(`expected a field \`${label}\`, there is ${controls.map(fieldLabel).join(', ') || 'none'}`)
  return found
}

/** What a field holds after somebody entered something; `options` are those that the app suggested. */
export function entered(element: JsonRecord, entry: Entry, options: readonly JsonRecord[]): JsonRecord {
  const type = String(element.type)
  const list = typeof entry === 'string' ? [entry] : entry
  const [only = ''] = list
  const direct = DIRECT[type]
  if (direct) return { type, [direct]: only }
  if (type === 'rich_text_input') return { type, rich_text_value: richText(only) }
  if (['plain_text_input', 'number_input', 'email_text_input', 'url_text_input'].includes(type))
    return typed(element, only)
  const chosen = list.map((label) => findOption(options.length > 0 ? options : optionsOf(element), label))
  return isMany(type) ? { type, selected_options: chosen } : { type, selected_option: chosen[0] }
}

/** Fields whose value is a plain string under a name of its own. */
const DIRECT: Readonly<Record<string, string>> = {
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
}

function typed(element: JsonRecord, words: string): JsonRecord {
  const { type, min_length: least = 0, max_length: most = 3000 } = element
  if (words.length < Number(least)) throw new Error(`expected at least ${least} characters, got ${words.length}`)
  if (words.length > Number(most)) throw new Error(`expected at most ${most} characters, got ${words.length}`)
  return { type, value: words }
}

function findOption(options: readonly JsonRecord[], label: string): JsonRecord {
  const found = options.find((option) => controlLabel(option) === label)
  if (!found)
    throw new Error(`expected the option \`${label}\`, there is ${options.map(controlLabel).join(', ') || 'none'}`)
  return found
}

function initialValue(element: JsonRecord): JsonRecord {
  const type = String(element.type)
  const direct = DIRECT[type]
  if (direct) return { type, [direct]: element[direct.replace('selected', 'initial')] ?? null }
  if (isMany(type)) return { type, selected_options: element.initial_options ?? [] }
  if (type.endsWith('select') || type === 'radio_buttons')
    return { type, selected_option: element.initial_option ?? null }
  return defined({ type, value: element.initial_value ?? null })
}

function isMany(type: string): boolean {
  return type.startsWith('multi_') || type === 'checkboxes'
}

function isFilled({ type: _, ...value }: JsonRecord): boolean {
  return Object.values(value).some((it) => (Array.isArray(it) ? it.length > 0 : it !== null && it !== ''))
}

function richText(words: string): JsonRecord {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: words }] }
  return { type: 'rich_text', elements: [recordOf(section)] }
}

function keyOf(view: StoredView, { block, element }: Control): string {
  return `${view.id} ${block.block_id} ${element.action_id}`
}
