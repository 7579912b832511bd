import { randomUUID } from 'node:crypto'
import { Command } from 'commander'
import { openCasebook } from '../casebook.ts'
import { readTree, type TreeCase } from '../knowledge/case-tree.ts'
import { openLiveCasebook } from '../live-casebook.ts'
import type { CaseText, Draft, Live } from '../model/draft.ts'
import type { Store } from '../model/store.ts'
import { readPlaces } from '../slack/slack-config.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { readConfigurationFile } from './io/configuration-file.ts'
import { EXIT } from './io/io.ts'
import type { Verb } from './io/verb.ts'

/** Who stands in the history for what came from files: somebody who may write to the database. */
const IMPORTER = 'import'

/** The app must not run meanwhile: it takes the cases when it starts. Nothing comes in when one of them has a mistake; done twice it changes nothing. */
const importCases: Verb = (io, exit) =>
  new Command('import')
    .description('takes cases and proofs from files, as export wrote them, into the database of the Slack app')
    .argument('<folder>', 'where knowledge/ and test/knowledge/ are')
    .option('--config <file>', 'the YAML file of the Slack app', io.config.slackFile)
    .action(async (folder: string, options: { config?: string }) => {
      const tree = await readTree(folder)
      const casebook = openLiveCasebook(await openCasebook(io.config.knowledge))
      const answering = tree.filter(({ state }) => state === 'published')
      const lives = answering.map(({ text }) => liveOf(text, casebook.fileFingerprint(text.name)))
      casebook.publish(lives)
      const problems = answering.flatMap(({ text }) =>
        casebook.writing
          .check(text)
          .problems.map(({ section, message }) => `knowledge/${text.area}/${text.name}.yml: ${section}: ${message}`),
      )
      if (problems.length > 0) {
        for (const problem of problems) io.write(`${problem}\n`)
        io.warn('casebook: nothing was imported\n')
        return exit(EXIT.negative)
      }
      const store = openSqliteStore(readPlaces(await readConfigurationFile(options.config), options.config).database)
      try {
        const counts = await takeAll(tree, store, casebook.fileFingerprint)
        io.write(`${counts.taken} cases imported, ${counts.known} were there already\n`)
      } finally {
        await store.close()
      }
    })

export default importCases

async function takeAll(
  tree: readonly TreeCase[],
  store: Store,
  fileFingerprint: (name: string) => string | undefined,
): Promise<{ taken: number; known: number }> {
  let taken = 0
  for (const it of tree) {
    const before = await store.drafts.named(it.text.name)
    if (before && isThere(before, it)) continue
    await takeOne(it, before, store, fileFingerprint(it.text.name))
    taken++
  }
  return { taken, known: tree.length - taken }
}

function isThere({ state, text, live }: Draft, it: TreeCase): boolean {
  const own = it.state === 'published' ? live?.text : state === 'retired' ? text : undefined
  return own?.case === it.text.case && own.proof === it.text.proof && own.area === it.text.area
}

async function takeOne(
  { text, state }: TreeCase,
  before: Draft | undefined,
  store: Store,
  replaces: string | undefined,
) {
  const id = before?.id ?? randomUUID()
  const last = before ? (await store.drafts.revisions(id)).at(-1) : undefined
  const number = (last?.number ?? 0) + 1
  const at = Date.now()
  const live = state === 'published' ? { ...liveOf(text, replaces), revision: number, at } : undefined
  const begun = { channel: before?.channel ?? '', review: before?.review, version: (before?.version ?? 0) + 1 }
  const draft: Draft = { ...begun, id, state, text, revision: number, writers: [], live, changedAt: at }
  const audit = { at, actor: IMPORTER, action: 'import case', object: `${id} ${text.name}`, allowed: true }
  await store.commit({ draft: { draft, revision: { draft: id, number, text, by: IMPORTER, at } }, audit })
}

function liveOf(text: CaseText, replaces: string | undefined): Live {
  return { text, revision: 1, by: IMPORTER, at: 0, replaces }
}
