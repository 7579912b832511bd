import type { Button, DraftAction } from './button.ts'
import { cleanLine } from './escape.ts'

/** What a press of a button about a draft is about: the version that who pressed was looking at. */
export interface DraftPressed {
  readonly draft: string
  readonly version: number
}

/** Buttons of several drafts in one message are told apart by a number. */
export function draftButton(action: DraftAction, label: string, { draft, version }: DraftPressed, number = 0): Button {
  const value = JSON.stringify({ draft, version })
  return { action: number === 0 ? action : `${action}_${number}`, label: cleanLine(label, 75), value }
}

/** Undefined for what no button of ours said. */
export function readDraftPressed(value: string): DraftPressed | undefined {
  try {
    const { draft, version } = Object(JSON.parse(value))
    return typeof draft === 'string' && typeof version === 'number' ? { draft, version } : undefined
  } catch {
    return undefined
  }
}
