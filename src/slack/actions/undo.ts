import { undoSolve } from '../../investigation/investigate.ts'
import { pressChanges } from '../press.ts'

/** `Undo`: it was not solved after all. */
export default pressChanges('undo', ({ investigation }, { match }) => undoSolve(investigation, match))
