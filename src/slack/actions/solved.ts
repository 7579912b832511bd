import { solve } from '../../investigation/investigate.ts'
import { pressChanges } from '../press.ts'

/** `This solved it`: the header says who and after how long. Of two people who press, the first one did. */
export default pressChanges('solved', ({ investigation, caseId, user }, { now, match }) => {
  const { caseId: solvedCase, by, at } = investigation.solved ?? { caseId, by: user, at: now() }
  return solve(investigation, solvedCase, by, at, match)
})
