import { Command, Option } from 'commander'
import { type Casebook, openCasebook } from '../casebook.ts'
import { askableMatches } from '../investigation/askable.ts'
import { gapsIn } from '../investigation/measured.ts'
import { kindsToMeasure, probesYielding } from '../investigation/remaining.ts'
import { answerJson } from '../messages/answer-json.ts'
import { answerText } from '../messages/answer-text.ts'
import type { Answer } from '../model/answer.ts'
import type { NodeAnswer } from '../model/fleet.ts'
import { KnownError } from '../model/known-error.ts'
import { type AskedNode, openConnectedNode, openThisMachine } from './io/asked-node.ts'
import type { Io } from './io/io.ts'
import { languageOption, readerLanguage } from './io/language.ts'
import { notCheckedText } from './io/not-checked-text.ts'
import { readPaste } from './io/read-paste.ts'
import { readSeconds } from './io/read-seconds.ts'
import type { Verb } from './io/verb.ts'
import { warnOfProblems } from './io/warn-of-problems.ts'

interface Options {
  readonly local?: true
  readonly node?: string
  readonly remote?: true
  readonly timeout: number
  readonly json?: true
  readonly lang?: 'en' | 'zh'
  readonly config?: string
}

const diagnose: Verb = (io) =>
  new Command('diagnose')
    .description('matches a paste, asks a node for the facts that its candidates need, and says which case it is')
    .argument('[file]', 'a file, or - for standard input')
    .addOption(new Option('--local', 'ask this machine').conflicts('node'))
    .option('--node <name>', 'ask the agent of this node, through the app that runs')
    .option('--remote', 'also ask file systems behind a network or FUSE, each of which may hang (with --local)')
    .option('--timeout <seconds>', 'how long the node may take', readSeconds, 10)
    .option('--config <file>', "the app's YAML file (with --node)", io.config.slackFile)
    .option('--json', 'print one JSON object')
    .addOption(languageOption())
    .action(async (file: string | undefined, options: Options) => {
      const [casebook, text] = await Promise.all([openCasebook(io.config.knowledge), readPaste(io, file)])
      warnOfProblems(io, casebook.problems)
      const paste = (await casebook.redact(text)).text
      const node = await openNode(options)
      try {
        const { answer, said } = await askAbout(paste, casebook, node, options.timeout * 1000)
        io.write(write(answer, said, text, options, io))
      } finally {
        node.close()
      }
    })

export default diagnose

function openNode({ local, node, remote, config }: Options): Promise<AskedNode> {
  if (local) return openThisMachine(remote ?? false)
  if (node !== undefined) return openConnectedNode(node, config)
  throw new KnownError('no-node', 'expected --local, or --node NAME: which node is it about?')
}

/** Matches, asks for what the candidates that remain need, and matches again with it. */
async function askAbout(
  paste: string,
  { matcher, kinds }: Casebook,
  node: AskedNode,
  deadlineMs: number,
): Promise<{ answer: Answer; said: NodeAnswer | undefined }> {
  const first = matcher.match(paste)
  const probes = probesYielding(kindsToMeasure(askableMatches(first.matches), kinds), node.probes)
  if (probes.length === 0) return { answer: first, said: undefined }
  const said = await node.ask(
    probes.map(({ id }) => id),
    deadlineMs,
  )
  const gaps = gapsIn(
    { notChecked: said.notChecked, ...(said.fault !== undefined && { fault: said.fault }), cut: [] },
    probes,
  )
  return { answer: matcher.match(paste, said.facts, gaps), said }
}

function write(answer: Answer, said: NodeAnswer | undefined, paste: string, { json, lang }: Options, io: Io): string {
  const language = readerLanguage(lang, io.config.language, paste)
  const notChecked = said?.notChecked ?? []
  if (json) return `${JSON.stringify({ ...answerJson(answer, language), notChecked }, null, 2)}\n`
  return answerText(answer, { language, width: io.width, color: io.color }) + notCheckedText(notChecked, io)
}
