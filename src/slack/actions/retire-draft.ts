import { retireDraft } from '../draft-desk.ts'
import { pressChangesDraft } from '../draft-press.ts'

/** `Retire`: the case answers no more. */
export default pressChangesDraft('retire_draft', retireDraft, (words) => words.retired)
