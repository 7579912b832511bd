import type Database from 'better-sqlite3'
import type { Mute, MuteScope } from '../../model/mute.ts'
import { prepare } from './statement.ts'

interface Row {
  readonly caseId: string
  readonly channel: string
  readonly node: string
  readonly by: string
  readonly byName: string
  readonly at: number
  readonly until: number
}

/** Cases that are silenced for a time. */
export function openMutes(db: Database.Database) {
  const upsert = prepare(
    db,
    `INSERT INTO mute (case_id, channel, node, person, person_name, at, until)
     VALUES (@caseId, @channel, @node, @by, @byName, @at, @until)
     ON CONFLICT (case_id, channel, node) DO UPDATE SET person = excluded.person, person_name = excluded.person_name,
       at = excluded.at, until = excluded.until`,
  )
  const remove = prepare(db, `DELETE FROM mute WHERE case_id = @caseId AND channel = @channel AND node = @node`)
  const selectActive = prepare<Row>(
    db,
    `SELECT case_id AS caseId, channel, node, person AS "by", person_name AS byName, at, until FROM mute
     WHERE until > @now ORDER BY case_id, channel, node`,
  )
  const removeEnded = prepare(db, `DELETE FROM mute WHERE until <= @now`)
  const forget = prepare(db, `UPDATE mute SET person = '', person_name = '' WHERE person = @person`)
  const removeAll = prepare(db, `DELETE FROM mute`)

  return {
    save(mute: Mute): void {
      upsert.run({ ...mute, ...inColumns(mute) })
    },
    remove(scope: MuteScope): void {
      remove.run(inColumns(scope))
    },
    active: (now: number): Mute[] => selectActive.all({ now }).map(fromRow),
    /** Says whether there was one. */
    pruneEnded: (now: number): boolean => removeEnded.run({ now }) > 0,
    /** The mute stays, not whose it is. */
    forgetPerson(person: string): void {
      forget.run({ person })
    },
    purge(): void {
      removeAll.run({})
    },
  }
}

function inColumns({ caseId, channel = '', node = '' }: MuteScope) {
  return { caseId, channel, node }
}

function fromRow({ channel, node, ...rest }: Row): Mute {
  return { ...rest, channel: channel === '' ? undefined : channel, node: node === '' ? undefined : node }
}
