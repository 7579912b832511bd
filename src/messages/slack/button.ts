import type { Button as ButtonElement } from '@slack/types'
import { cleanLine } from './escape.ts'

export interface Button {
  readonly action: ButtonAction
  readonly label: string
  readonly value: string
}

/** The `action_id`s of our buttons. Of one that stands several times in a message each has a number. */
export type ButtonAction =
  | 'solved'
  | 'not_this'
  | 'more'
  | 'undo'
  | 'share'
  | 'confirm'
  | 'ask_again'
  | 'mute'
  | Numbered<'write_case'>
  | Numbered<DraftAction>

/** What is done with a draft. */
export type DraftAction = 'edit_draft' | 'publish_draft' | 'send_back_draft' | 'retire_draft'

type Numbered<Action extends string> = Action | `${Action}_${number}`

/** What a press is about. Ids only: the value travels through the client of who presses. */
export interface Pressed {
  readonly investigation: string
  readonly case: string
}

const MAX_VALUE = 2000
const MAX_LABEL = 75

/** A button, unless its value would be too long: half an id would be the id of something else. */
export function button(action: ButtonAction, label: string, pressed: Pressed): Button[] {
  const value = JSON.stringify({ investigation: pressed.investigation, case: pressed.case })
  return value.length > MAX_VALUE ? [] : [{ action, label: cleanLine(label, MAX_LABEL), value }]
}

/** Undefined for what no button of ours said. */
export function readPressed(value: string): Pressed | undefined {
  try {
    const read: unknown = JSON.parse(value)
    return isPressed(read) ? { investigation: read.investigation, case: read.case } : undefined
  } catch {
    return undefined
  }
}

export function buttonElement({ action, label, value }: Button): ButtonElement {
  return { type: 'button', action_id: action, text: { type: 'plain_text', text: label, emoji: false }, value }
}

function isPressed(value: unknown): value is Pressed {
  return (
    typeof value === 'object' &&
    value !== null &&
    'investigation' in value &&
    'case' in value &&
    typeof value.investigation === 'string' &&
    typeof value.case === 'string'
  )
}
