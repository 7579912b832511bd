import type Database from 'better-sqlite3'
import type { ChannelSetting } from '../../model/investigation.ts'
import { prepare } from './statement.ts'
import { toJson } from './text.ts'

interface Row {
  readonly body: string
}

/** How Casebook behaves in each channel that somebody set. */
export function openChannelSettings(db: Database.Database) {
  const upsert = prepare(
    db,
    `INSERT INTO channel_setting (channel, body) VALUES (@channel, @body)
     ON CONFLICT (channel) DO UPDATE SET body = excluded.body`,
  )
  const select = prepare<Row>(db, `SELECT body FROM channel_setting WHERE channel = @channel`)
  const selectAll = prepare<Row>(db, `SELECT body FROM channel_setting ORDER BY channel`)

  return {
    save(setting: ChannelSetting): void {
      upsert.run({ channel: setting.channel, body: toJson(setting) })
    },
    find(channel: string): ChannelSetting | undefined {
      const row = select.get({ channel })
      return row && fromRow(row)
    },
    all: (): ChannelSetting[] => selectAll.all({}).map(fromRow),
  }
}

function fromRow({ body }: Row): ChannelSetting {
  return JSON.parse(body) as ChannelSetting
}
