import { publishDraft } from '../draft-desk.ts'
import { pressChangesDraft } from '../draft-press.ts'

/** `Publish`: the case answers from now on. */
export default pressChangesDraft('publish_draft', publishDraft, (words) => words.published)
