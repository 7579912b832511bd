import type { Block, DataTableBlock, KnownBlock } from '@slack/types'
import type { Language } from '../../model/case.ts'
import type { CaseOfTheWeek, NearLimit, UnansweredGroup, WeekReport } from '../../model/digest.ts'
import { accessibleText } from './accessible-text.ts'
import { type Button, button } from './button.ts'
import { DIGEST_WORDING, type DigestWording } from './digest-wording.ts'
import { DRAFT_WORDING } from './draft-wording.ts'
import { writtenDuration } from './duration.ts'
import { type CleanText, cleanLine, isBlank, mrkdwn } from './escape.ts'
import { ladder, type SlackMessage } from './ladder.ts'
import { bold, code, type Entry, line, type Part, part, plain } from './part.ts'
import { WORDING } from './wording.ts'

/**
 * The weekly digest: with Slack's own chart and table, then without them, then as sections, then as text. Each form
 * says the same numbers.
 */
export function digestMessage(
  report: WeekReport,
  language: Language,
  doubtful: readonly CaseOfTheWeek[],
): SlackMessage[] {
  const wording = DIGEST_WORDING[language]
  const letter = {
    title: cleanLine(wording.title(report.week), 150),
    parts: partsOf(report, language, doubtful),
    buttons: writeButtons(report.unanswered, language),
    footer: [cleanLine(wording.footer, 150)],
    text: accessibleText(linesOf(report, language, doubtful).map((it) => [mrkdwn(cleanLine(it, 300))])),
  }
  const forms = ladder(letter, WORDING[language])
  const [rich] = forms
  if (report.cases.length === 0 || !rich?.blocks) return forms
  return [{ ...rich, blocks: withChart(rich.blocks, report, wording) }, ...forms]
}

const MOST_LISTED = 10
const MOST_NODES = 5
/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const CHART = { title: 50, label: 20, categories: 10 }

function partsOf(report: WeekReport, language: Language, doubtful: readonly CaseOfTheWeek[]): Part[] {
  const wording = DIGEST_WORDING[language]
  const { cases, unanswered, library, nearLimits } = report
  const known = (id: string, title: string): Entry => [line('• ', code(id, 100), ' ', plain(title, 160))]
  return [
    part(
      1,
      undefined,
      summaryOf(report, language).map((it): Entry => [line('• ', it)]),
    ),
    list(2, wording.casesOfTheWeek, cases, (it) => [line('• ', code(it.id, 100), ' ', countsOf(it, wording))]),
    part(3, line(bold(wording.unanswered)), unansweredEntries(unanswered, language), MOST_LISTED),
    list(4, wording.nearLimits, nearLimits, (it) => [line('• ', nearLimitOf(it, wording))]),
    list(5, wording.added, library.added, (it) => known(it.id, it.title[language])),
    list(6, wording.changed, library.changed, (it) => known(it.id, it.title[language])),
    list(7, wording.doubtful, doubtful, (it) => known(it.id, countsOf(it, wording))),
  ].filter((it) => it.entries.length > 0)
}

/** Numbered as the buttons are that begin a case for each. */
export function unansweredEntries(groups: readonly UnansweredGroup[], language: Language): Entry[] {
  const { times } = DIGEST_WORDING[language]
  return groups.map((it, i) => [line(`${i + 1}. `, times(it.count), ' ', code(it.template, 300))])
}

export function writeButtons(groups: readonly UnansweredGroup[], language: Language): Button[] {
  const { write } = DRAFT_WORDING[language].buttons
  return groups
    .slice(0, MOST_LISTED)
    .flatMap(({ investigation }, i) => button(`write_case_${i + 1}`, `${write} ${i + 1}`, { investigation, case: '' }))
}

function list<Row>(priority: number, heading: string, rows: readonly Row[], entry: (row: Row) => Entry): Part {
  return part(priority, line(bold(heading)), rows.map(entry), MOST_LISTED)
}

function linesOf(report: WeekReport, language: Language, doubtful: readonly CaseOfTheWeek[]): string[] {
  const wording = DIGEST_WORDING[language]
  const named = (heading: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [`${heading}: ${texts.slice(0, MOST_LISTED).join('; ')}`]
  const { week, cases, unanswered, library, nearLimits } = report
  return [
    wording.title(week),
    ...summaryOf(report, language),
    ...named(
      wording.casesOfTheWeek,
      cases.map((it) => `${it.id} ${countsOf(it, wording)}`),
    ),
    ...named(
      wording.unanswered,
      unanswered.map((it) => `${wording.times(it.count)} ${it.template}`),
    ),
    ...named(
      wording.nearLimits,
      nearLimits.map((it) => nearLimitOf(it, wording)),
    ),
    ...named(
      wording.added,
      library.added.map((it) => it.id),
    ),
    ...named(
      wording.changed,
      library.changed.map((it) => it.id),
    ),
    ...named(
      wording.doubtful,
      doubtful.map((it) => it.id),
    ),
  ]
}

function summaryOf(report: WeekReport, language: Language): string[] {
  const wording = DIGEST_WORDING[language]
  const { asked, answered, solved, medianSolvedAfterMs: after, confirmedOnNodes, ruledOutOnNodes } = report
  if (asked === 0) return [wording.asked(0)]
  return [
    wording.asked(asked),
    wording.answered(answered, asked),
    wording.solved(solved, after === undefined ? undefined : writtenDuration(after, language)),
    ...(confirmedOnNodes + ruledOutOnNodes > 0 ? [wording.onNodes(confirmedOnNodes, ruledOutOnNodes)] : []),
  ]
}

function countsOf({ shown, solved, dismissed }: CaseOfTheWeek, wording: DigestWording): string {
  return `${wording.shown} ${shown}, ${wording.solvedShort} ${solved}, ${wording.dismissed} ${dismissed}`
}

function nearLimitOf({ kind, field, nodes }: NearLimit, wording: DigestWording): string {
  const worst = nodes.slice(0, MOST_NODES).map(({ node, percent }) => `${node} ${Math.round(percent)} %`)
  const more = nodes.length > MOST_NODES ? ', …' : ''
  return `${wording.nearLimit(nodes.length, `${kind}, ${inWords(field)}`)}: ${worst.join(', ')}${more}`
}

/** `inodesUsedPercent` as people say it: inodes used. */
function inWords(field: string): string {
  return field.replace(/Percent$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** The chart and the table stand before the buttons and the small print; the list of the cases stays, for those who cannot see a chart. */
function withChart(blocks: readonly KnownBlock[], report: WeekReport, wording: DigestWording): KnownBlock[] {
  const at = blocks.findIndex(({ type }) => type === 'actions' || type === 'context')
  const before = at < 0 ? blocks : blocks.slice(0, at)
  const after = at < 0 ? [] : blocks.slice(at)
  return [...before, chartOf(report.cases, wording), tableOf(report.cases, wording), ...after]
}

/** Not among the types of `@slack/types` 3.2. */
interface DataVisualizationBlock extends Block {
  readonly type: 'data_visualization'
  readonly title: string
  readonly chart: unknown
}

function chartOf(cases: readonly CaseOfTheWeek[], wording: DigestWording): KnownBlock {
  const charted = cases.slice(0, CHART.categories)
  const categories = unlike(charted.map(({ id }) => id))
  const series = (name: string, countOf: (it: CaseOfTheWeek) => number) => ({
    name: name.slice(0, CHART.label),
    data: charted.map((it, i) => ({ label: categories[i], value: countOf(it) })),
  })
  const block: DataVisualizationBlock = {
    type: 'data_visualization',
    title: wording.chart.slice(0, CHART.title),
    chart: {
      type: 'bar',
      series: [
        series(wording.shown, (it) => it.shown),
        series(wording.solvedShort, (it) => it.solved),
        series(wording.dismissed, (it) => it.dismissed),
      ],
      axis_config: { categories },
    },
  }
  return block as unknown as KnownBlock
}

/** Labels that are cut, or that cannot be seen, must still differ. */
function unlike(ids: readonly string[]): string[] {
  const cut = ids.map((id) => cleanLine(id, CHART.label))
  const isOwn = (label: CleanText, i: number) => !isBlank(label) && cut.indexOf(label) === i
  return cut.map((label, i) => (isOwn(label, i) ? label : `${i + 1} ${label.slice(0, CHART.label - 3)}`.trim()))
}

function tableOf(cases: readonly CaseOfTheWeek[], wording: DigestWording): DataTableBlock {
  const text = (value: string) => ({
    type: 'raw_text' as const,
    text: isBlank(cleanLine(value, 100)) ? '-' : cleanLine(value, 100),
  })
  const header = [wording.caseHeading, wording.shown, wording.solvedShort, wording.dismissed].map(text)
  const rows = cases.map((it) => [text(it.id), ...[it.shown, it.solved, it.dismissed].map((n) => text(String(n)))])
  return { type: 'data_table', caption: wording.table, rows: [header, ...rows] }
}
