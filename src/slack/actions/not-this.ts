import { dismissCase } from '../../investigation/investigate.ts'
import { pressChanges } from '../press.ts'

/** `Not this`: the next candidate takes the case's place. */
export default pressChanges('not_this', ({ investigation, caseId }, { match }) =>
  dismissCase(investigation, caseId, match),
)
