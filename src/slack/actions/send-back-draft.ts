import { sendBackDraft } from '../draft-desk.ts'
import { pressChangesDraft } from '../draft-press.ts'

/** `Send back`: who wrote it goes on. */
export default pressChangesDraft('send_back_draft', sendBackDraft, (words) => words.sentBack)
