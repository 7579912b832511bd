import type Database from 'better-sqlite3'
import type { Investigation } from '../../model/investigation.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Question } from '../../model/question.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Row {
  readonly body: string
}

/** Older ones are kept, and not handed out with their investigation. */
const MAX_WITH_INVESTIGATION = 8

/** What nodes were asked, each as JSON beside the investigation that it is about. */
export function openQuestions(db: Database.Database) {
  const insert = prepare(
    db,
    `INSERT INTO question (id, investigation, asking, body) VALUES (@id, @investigation, @asking, @body)
     ON CONFLICT DO NOTHING`,
  )
  const update = prepare(db, `UPDATE question SET asking = @asking, body = @body WHERE id = @id AND asking = 1`)
  const selectAsking = prepare<Row>(db, `SELECT body FROM question WHERE asking = 1 ORDER BY number`)
  const selectAbout = prepare<Row>(
    db,
    `SELECT body FROM question WHERE investigation = @investigation ORDER BY number DESC LIMIT @limit`,
  )

  return {
    save(question: Question): void {
      const { id, investigation, state } = question
      const values = { id, asking: state === 'asking' ? 1 : 0, body: toJson(question) }
      if (update.run(values) === 1 || insert.run({ ...values, investigation }) === 1) return
      throw new KnownError(
        'question-open',
        `A question about the investigation \`${investigation}\` is under way already, or this one is over.`,
      )
    },
    asking: (): Question[] => selectAsking.all({}).map(fromRow),
    /** The investigation with the last questions about it, oldest first. */
    with<Found extends Investigation | undefined>(investigation: Found): Found {
      const limit = MAX_WITH_INVESTIGATION
      const rows = investigation ? selectAbout.all({ investigation: investigation.id, limit }) : []
      if (!investigation || rows.length === 0) return investigation
      return { ...investigation, questions: rows.reverse().map(fromRow) }
    },
  }
}

function fromRow({ body }: Row): Question {
  return JSON.parse(body) as Question
}
