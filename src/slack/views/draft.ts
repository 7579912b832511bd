import type { App, SlackViewAction, ViewSubmitAction } from '@slack/bolt'
import { DRAFT, readDraftPlace, savedView } from '../../messages/slack/draft-view.ts'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { SECTIONS, type Section, type SectionProblem, type Sections } from '../../model/draft-sections.ts'
import { saveDraft } from '../drafts/draft-desk.ts'
import { refreshHomes } from '../home.ts'
import type { Interaction } from '../interaction.ts'
import { languageFor } from '../tools.ts'

/** The form of a case is submitted: what is wrong is said beside its field, else the draft is kept and what is left is said. */
const draft: Interaction = (app: App, tools) => {
  app.view<ViewSubmitAction>({ callback_id: DRAFT.callback, type: 'view_submission' }, async ({ ack, body }) => {
    const language = await languageFor(tools, body.user.id, '')
    const place = readDraftPlace(body.view.private_metadata)
    const typed = typedIn(body.view)
    const forReview = selectedIn(body.view) === DRAFT.review
    const saved = place ? await saveDraft({ place, typed, user: body.user.id, forReview }, tools) : gone(language)
    if (!('draft' in saved)) return ack({ response_action: 'errors', errors: beside(saved.problems, typed) })
    const view = savedView({ sentForReview: forReview, problems: saved.left, ...saved.near }, language)
    await ack({ response_action: 'update', view })
    await refreshHomes([body.user.id, ...saved.draft.writers], tools)
  })
}

export default draft

/** A field holds no more than a few lines of objections. */
const MAX_OBJECTION = 600

type Values = SlackViewAction['view']

function gone(language: 'en' | 'zh'): { readonly problems: readonly SectionProblem[] } {
  return { problems: [{ section: 'name', message: DRAFT_WORDING[language].wrong.gone }] }
}

/** A section that the form did not have is not there: it was too long for a form. */
function typedIn({ state }: Values): Sections {
  const shown = SECTIONS.filter((section) => state.values[section] !== undefined)
  return Object.fromEntries(shown.map((section) => [section, String(state.values[section]?.[section]?.value ?? '')]))
}

function selectedIn({ state }: Values): string {
  return String(state.values[DRAFT.next]?.[DRAFT.next]?.selected_option?.value ?? DRAFT.keep)
}

/** Slack shows no objection at all when one names a field that is not there. */
function beside(problems: readonly SectionProblem[], typed: Sections): Record<string, string> {
  const errors = new Map<Section, string>()
  for (const { section, message } of problems) {
    const field = typed[section] === undefined ? 'name' : section
    const said = errors.get(field)
    errors.set(field, (said === undefined ? message : `${said}; ${message}`).slice(0, MAX_OBJECTION))
  }
  return Object.fromEntries(errors)
}
