import type { ActionsBlock, ConfirmationDialog } from '@slack/types'
import type { Language } from '../../model/case.ts'
import { accessibleText } from './accessible-text.ts'
import { cleanLine } from './escape.ts'
import { FORGET_WORDING } from './forget-wording.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { line, part } from './part.ts'
import { WORDING } from './wording.ts'

/** The `action_id`s: one's own data, that of a person whose id is the value, that of a person who is chosen. */
export const FORGET = { me: 'forget_me', person: 'forget_person', chosen: 'forget_chosen' } as const

/** What became of the investigations that somebody had a part in, and how many answers were changed. */
export interface Forgotten {
  readonly deleted: number
  readonly shortened: number
  readonly answers: number
}

/** What is deleted and what is not, and a button that does it after a question. */
export function forgetMessage(whose: { readonly person: string } | 'me', language: Language): SlackMessage[] {
  const { title, titleOther, button, confirm } = FORGET_WORDING[language]
  const isOwn = whose === 'me'
  const control: ActionsBlock['elements'][number] = {
    type: 'button',
    action_id: isOwn ? FORGET.me : FORGET.person,
    style: 'danger',
    text: { type: 'plain_text', text: button, emoji: false },
    value: isOwn ? 'me' : whose.person,
    confirm: dialog(confirm),
  }
  return asking(isOwn ? title : titleOther, [], control, language)
}

/** The same for a person who is still to be chosen. */
export function forgetWhomMessage(language: Language): SlackMessage[] {
  const { titleOther, chooseWhom, choose, confirm } = FORGET_WORDING[language]
  const control: ActionsBlock['elements'][number] = {
    type: 'users_select',
    action_id: FORGET.chosen,
    placeholder: { type: 'plain_text', text: choose, emoji: false },
    confirm: dialog(confirm),
  }
  return asking(titleOther, [chooseWhom], control, language)
}

/** What was deleted and what was not. */
export function forgottenMessage(forgotten: Forgotten, language: Language): SlackMessage[] {
  const { done, doneRest, stays } = FORGET_WORDING[language]
  return written(done(forgotten), [doneRest, ...stays], language)
}

function asking(
  title: string,
  first: readonly string[],
  control: ActionsBlock['elements'][number],
  language: Language,
): SlackMessage[] {
  const { goes, stays } = FORGET_WORDING[language]
  const actions: ActionsBlock = { type: 'actions', elements: [control] }
  return written(title, [...first, ...goes, ...stays], language).map((form) =>
    form.blocks ? { ...form, blocks: [...form.blocks, actions] } : form,
  )
}

function written(title: string, sentences: readonly string[], language: Language): SlackMessage[] {
  const letter = {
    title: cleanLine(title, 150),
    parts: [
      part(
        1,
        undefined,
        sentences.map((it) => [line(it)]),
      ),
    ],
    buttons: [],
    footer: [],
    text: accessibleText([[title], ...sentences.map((it) => [it])]),
  }
  return ladder(letter, WORDING[language])
}

function dialog({
  title,
  text,
  yes,
  no,
}: {
  title: string
  text: string
  yes: string
  no: string
}): ConfirmationDialog {
  const words = (it: string) => ({ type: 'plain_text', text: it, emoji: false }) as const
  return { title: words(title), text: words(text), confirm: words(yes), deny: words(no), style: 'danger' }
}
