import { draftHistoryMessage, draftListMessage } from '../../messages/slack/draft-message.ts'
import { DRAFT_WORDING } from '../../messages/slack/draft-wording.ts'
import { errorMessage } from '../../messages/slack/error-message.ts'
import type { SlackMessage } from '../../messages/slack/ladder.ts'
import type { Draft, Revision } from '../../model/draft.ts'
import { maySee } from '../drafts/draft-desk.ts'
import type { Subcommand, Typed } from '../subcommand.ts'
import type { Tools } from '../tools.ts'

const drafts: Subcommand = {
  help: {
    usage: '/casebook drafts [NAME [FROM TO]]',
    says: {
      en: 'cases that people write; of one, who wrote what, and what two revisions differ in',
      zh: '正在编写的案例;指定名称可查看历史及两版差异',
    },
  },
  async run(typed, tools) {
    const [name = '', from = '', to = ''] = typed.words.trim().split(/\s+/)
    if (name !== '') return history(typed, name, [Number(from), Number(to)], tools)
    const all = await tools.store.drafts.all()
    const seen = await Promise.all(all.map((it) => maySee(it, typed.user, typed.channel, tools)))
    const visible = all.filter((_, i) => seen[i])
    return draftListMessage(visible, typed.language)
  },
}

export default drafts

async function history(
  { user, channel, language }: Typed,
  name: string,
  [from, to]: readonly [number, number],
  tools: Tools,
): Promise<readonly SlackMessage[]> {
  const draft = await tools.store.drafts.named(name.replace(/^.*\//, ''))
  if (!draft || !(await maySee(draft, user, channel, tools)))
    return errorMessage({ reference: 'drafts', sentence: DRAFT_WORDING[language].wrong.gone }, language)
  const revisions = await tools.store.drafts.revisions(draft.id)
  const after = revisions.find(({ number }) => number === to) ?? revisions.at(-1)
  const before = revisions.find(({ number }) => number === from) ?? usualBefore(draft, revisions, after)
  return draftHistoryMessage(draft, revisions, [before, after], language)
}

/** What answers now is what a change is held against; else the revision before. */
function usualBefore(
  { live }: Draft,
  revisions: readonly Revision[],
  after: Revision | undefined,
): Revision | undefined {
  const number = live && live.revision !== after?.number ? live.revision : (after?.number ?? 0) - 1
  return revisions.find((it) => it.number === number)
}
