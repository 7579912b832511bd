import { publishDraft } from '../drafts/draft-desk.ts'
import { pressChangesDraft } from '../drafts/draft-press.ts'

/** `Publish`: the case answers from now on. */
export default pressChangesDraft('publish_draft', publishDraft, (words) => words.published)
