import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import type { Language } from '../../model/case.ts'
import type { KnownProbe } from '../../model/fleet.ts'
import type { Pressed } from './button.ts'
import { cleanLine, cut } from './escape.ts'
import { context, richBlocks } from './ladder.ts'
import { code, type Entry, line, plain, type Span } from './part.ts'
import { QUESTION_WORDING, type QuestionWording } from './question-wording.ts'
import { WORDING, type Wording } from './wording.ts'

/** What the modal behind `Confirm on node…` shows. */
export interface ConfirmView {
  readonly language: Language
  /** The investigation and the case that the button stood on. */
  readonly pressed: Pressed
  /** Titles of the cases that one question decides, the shown one first. */
  readonly cases: readonly string[]
  readonly probes: readonly Pick<KnownProbe, 'id' | 'summary'>[]
  /** The node that the paste is about. */
  readonly node: NodeOption | undefined
}

export interface NodeOption {
  readonly node: string
  /** What stands for the node in the option: a name may be longer than Slack takes. */
  readonly value: string
}

/** Ids of the modal, its blocks and their fields. */
export const CONFIRM = { callback: 'confirm', node: 'node', pool: 'pool' } as const
export const MAX_POOL_PATTERN = 200

const MAX_OPTION = 75
const MAX_TITLE = 24
/** As many of the longest as one block holds. */
const MAX_LISTED = 10

/** The node to ask, or the pool; what is read there, in words; who sees it. */
export function confirmView({ language, pressed, cases, probes, node }: ConfirmView): ModalView {
  const [words, wording] = [QUESTION_WORDING[language], WORDING[language]]
  const title = (text: string) => ({ type: 'plain_text', text: cut(text, MAX_TITLE), emoji: false }) as const
  return {
    type: 'modal',
    callback_id: CONFIRM.callback,
    private_metadata: JSON.stringify(pressed),
    title: title(words.modal.title),
    submit: title(words.modal.submit),
    close: title(words.modal.cancel),
    blocks: [
      ...listed(
        words.modal.about,
        cases.map((it) => [plain(it, 150)]),
        wording,
      ),
      nodeInput(words, node),
      poolInput(words),
      ...listed(
        words.modal.reads,
        probes.map(({ id, summary }) => [code(id, 70), ': ', plain(summary, 200)]),
        wording,
      ),
      ...context([cleanLine(words.modal.seen, 300)]),
    ],
  }
}

export function nodeOption({ node, value }: NodeOption): PlainTextOption {
  return { text: { type: 'plain_text', text: cleanLine(node, MAX_OPTION) || '?', emoji: false }, value }
}

function nodeInput({ modal }: QuestionWording, node: NodeOption | undefined): KnownBlock {
  return {
    type: 'input',
    block_id: CONFIRM.node,
    optional: true,
    label: { type: 'plain_text', text: modal.node, emoji: false },
    element: {
      type: 'external_select',
      action_id: CONFIRM.node,
      min_query_length: 0,
      placeholder: { type: 'plain_text', text: modal.nodePlaceholder, emoji: false },
      ...(node && { initial_option: nodeOption(node) }),
    },
  }
}

function poolInput({ modal }: QuestionWording): KnownBlock {
  return {
    type: 'input',
    block_id: CONFIRM.pool,
    optional: true,
    label: { type: 'plain_text', text: modal.pool, emoji: false },
    hint: { type: 'plain_text', text: modal.poolHint, emoji: false },
    element: {
      type: 'plain_text_input',
      action_id: CONFIRM.pool,
      max_length: MAX_POOL_PATTERN,
      placeholder: { type: 'plain_text', text: modal.poolPlaceholder, emoji: false },
    },
  }
}

function listed(heading: string, items: readonly (readonly (Span | string)[])[], { more }: Wording): KnownBlock[] {
  const entries = items.slice(0, MAX_LISTED).map((pieces): Entry => [line('• ', ...pieces)])
  const left = items.length - entries.length
  return richBlocks(cleanLine(heading, 150), [[...entries.flat(), ...(left > 0 ? [line(more(left))] : [])]])
}
