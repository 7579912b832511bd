import type { Case } from '../model/case.ts'
import type { Digests, DueDigest, LibraryChanges, NearLimit, WeekReport } from '../model/digest.ts'
import { reportWeek, WEEK_MS, type WeekSources } from './week-report.ts'

export interface ChannelWeek extends Pick<WeekSources, 'answerOf' | 'generalise'> {
  readonly digests: Pick<Digests, 'investigations' | 'changedCases'>
  readonly cases: readonly Case[]
  readonly nearLimits: readonly NearLimit[]
}

/** What a channel's digest says that is due then: of its own investigations only, since other channels may be private. */
export async function weekOfChannel(channel: string, due: DueDigest, sources: ChannelWeek): Promise<WeekReport> {
  const { digests, cases, ...rest } = sources
  const from = due.dueAt - WEEK_MS
  const titles = new Map(cases.map(({ id, title }) => [id, title]))
  return reportWeek(due, {
    ...rest,
    investigations: await digests.investigations(channel, from, due.dueAt),
    titleOf: (id) => titles.get(id) ?? { en: id, zh: id },
    library: libraryChanges(await digests.changedCases(from, due.dueAt), cases, from),
  })
}

function libraryChanges(
  rows: Awaited<ReturnType<Digests['changedCases']>>,
  cases: readonly Case[],
  from: number,
): LibraryChanges {
  const known = rows.flatMap(({ id, addedAt }) => {
    const subject = cases.find((it) => it.id === id)
    return subject ? [{ id, title: subject.title, isNew: addedAt >= from }] : []
  })
  const named = (isNew: boolean) => known.filter((it) => it.isNew === isNew).map(({ id, title }) => ({ id, title }))
  return { added: named(true), changed: named(false) }
}
