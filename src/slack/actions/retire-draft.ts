import { retireDraft } from '../drafts/draft-desk.ts'
import { pressChangesDraft } from '../drafts/draft-press.ts'

/** `Retire`: the case answers no more. */
export default pressChangesDraft('retire_draft', retireDraft, (words) => words.retired)
