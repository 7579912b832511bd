import { type JsonRecord, recordOf, recordsIn, recordsOf } from './json.ts'
import { controlLabel } from './render/blocks.ts'
import { isControl } from './rules/blocks.ts'

/** Something to click, choose from or fill in, in the block that holds it. */
export interface Control {
  readonly block: JsonRecord
  readonly element: JsonRecord
}

/** Something that one click does, under the words that people see on it. */
export interface Choice extends Control {
  readonly label: string
  /** What the `block_actions` payload says of it, beside the ids. */
  readonly chosen: JsonRecord
}

export function controlsIn(blocks: readonly JsonRecord[] | undefined): Control[] {
  return (blocks ?? []).flatMap((block) => {
    const elements = [...recordsIn(block)].filter((it) => it !== block && isControl(it))
    return elements.map((element) => ({ block: blockOf(block, element), element }))
  })
}

/** What a person can do with one click: buttons, feedback buttons, and the entries of overflow menus and radio lists. */
export function choicesIn(blocks: readonly JsonRecord[] | undefined, userId: string): Choice[] {
  return controlsIn(blocks).flatMap((control) => choicesOf(control).filter(() => isShownTo(control.element, userId)))
}

/** The label of the field that a control belongs to, or the words on the control itself. */
export function fieldLabel({ block, element }: Control): string {
  return block.type === 'input' ? String(recordOf(block.label).text) : controlLabel(element)
}

export function optionsOf(element: JsonRecord): JsonRecord[] {
  return [
    ...recordsOf(element.options),
    ...recordsOf(element.option_groups).flatMap((group) => recordsOf(group.options)),
  ]
}

function choicesOf(control: Control): Choice[] {
  const { element } = control
  const { type, text, value, style } = element
  if (type === 'button' || type === 'icon_button') {
    return [{ ...control, label: controlLabel(element), chosen: { text, value, style } }]
  }
  if (type === 'feedback_buttons') {
    const buttons = [element.positive_button, element.negative_button].map(recordOf)
    return buttons.map((it) => ({ ...control, label: controlLabel(it), chosen: { text: it.text, value: it.value } }))
  }
  if (type !== 'overflow' && type !== 'radio_buttons' && type !== 'static_select') return []
  return optionsOf(element).map((it) => ({ ...control, label: controlLabel(it), chosen: { selected_option: it } }))
}

/** A container and a card hold controls, but the id in a payload is that of the block directly around them. */
function blockOf(block: JsonRecord, element: JsonRecord): JsonRecord {
  const around = [...recordsIn(block.child_blocks ?? block.elements)].filter(
    (it) => typeof it.block_id === 'string' && [...recordsIn(it)].includes(element),
  )
  return around.at(-1) ?? block
}

function isShownTo(element: JsonRecord, userId: string): boolean {
  const only = element.visible_to_user_ids
  return !Array.isArray(only) || only.includes(userId)
}
