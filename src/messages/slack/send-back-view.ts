import type { ModalView } from '@slack/types'
import type { Language } from '../../model/case.ts'
import { type DraftPressed, readDraftPressed } from './draft-button.ts'
import { DRAFT_WORDING } from './draft-wording.ts'
import { cut } from './escape.ts'

/** Ids of the modal and of its field. */
export const SEND_BACK = { callback: 'send_back', reason: 'reason' } as const

const MAX_REASON = 1000
const MAX_TITLE = 24

/** Asks a reviewer why. What is sent back travels in it as ids. */
export function sendBackView({ draft, version }: DraftPressed, language: Language): ModalView {
  const { sendBack, modal } = DRAFT_WORDING[language]
  const title = (text: string) => ({ type: 'plain_text', text: cut(text, MAX_TITLE), emoji: false }) as const
  return {
    type: 'modal',
    callback_id: SEND_BACK.callback,
    private_metadata: JSON.stringify({ draft, version }),
    title: title(sendBack.title),
    submit: title(sendBack.submit),
    close: title(modal.close),
    blocks: [
      {
        type: 'input',
        block_id: SEND_BACK.reason,
        label: { type: 'plain_text', text: sendBack.reason, emoji: false },
        hint: { type: 'plain_text', text: sendBack.hint, emoji: false },
        element: {
          type: 'plain_text_input',
          action_id: SEND_BACK.reason,
          multiline: true,
          max_length: MAX_REASON,
        },
      },
    ],
  }
}

/** Undefined for what no form of ours said. */
export const readSendBack: (metadata: string) => DraftPressed | undefined = readDraftPressed
