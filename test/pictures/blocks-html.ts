import { type JsonRecord, recordOf, recordsOf } from '../slack-double/json.ts'
import { ENTITY, escaped } from '../slack-double/render/mrkdwn.ts'
import { controlHtml } from './controls-html.ts'

/** Names of people and channels by their ids. */
export type Names = Readonly<Record<string, string>>

/**
 * Blocks as HTML, as Slack shows them in about the same places. What it does not know it does not draw: it throws, so
 * that no picture lacks something unnoticed.
 */
export function blocksHtml(blocks: readonly JsonRecord[], names: Names): string {
  return blocks.map((block) => `<div class="block ${block.type}">${drawn(BLOCKS, block, names)}</div>`).join('\n')
}

type Drawing = (it: JsonRecord, names: Names) => string

const BLOCKS: Readonly<Record<string, Drawing>> = {
  header: ({ text }, names) => drawn(TEXTS, recordOf(text), names),
  section: ({ text, accessory }, names) =>
    `<div>${drawn(TEXTS, recordOf(text), names)}</div>${accessory ? controlHtml(recordOf(accessory)) : ''}`,
  context: ({ elements }, names) => all(TEXTS, elements, names, ' · '),
  actions: ({ elements }) => recordsOf(elements).map(controlHtml).join(''),
  divider: () => '<hr>',
  input: ({ label, element, hint, optional }, names) =>
    [
      `<label>${drawn(TEXTS, recordOf(label), names)}${optional ? '<i> (optional)</i>' : ''}</label>`,
      controlHtml(recordOf(element)),
      hint ? `<small>${drawn(TEXTS, recordOf(hint), names)}</small>` : '',
    ].join(''),
  rich_text: ({ elements }, names) => all(RICH, elements, names),
  data_visualization: chartHtml,
  data_table: tableHtml,
}

const TEXTS: Readonly<Record<string, Drawing>> = {
  plain_text: ({ text }) => escaped(String(text)),
  mrkdwn: ({ text }, names) => String(text).replace(ENTITY, (_, entity: string) => entityHtml(entity, names)),
}

const RICH: Readonly<Record<string, Drawing>> = {
  rich_text_section: ({ elements }, names) => `<p>${all(SPANS, elements, names)}</p>`,
  rich_text_preformatted: ({ elements }, names) => `<pre>${all(SPANS, elements, names)}</pre>`,
}

const SPANS: Readonly<Record<string, Drawing>> = {
  text: ({ text, style }) => styled(escaped(String(text)), recordOf(style)),
  link: ({ text, url }) => `<a>${escaped(String(text ?? url))}</a>`,
  user: ({ user_id }, names) => mention('@', String(user_id), names),
}

const STYLES: Readonly<Record<string, string>> = { bold: 'b', code: 'code' }

function drawn(drawings: Readonly<Record<string, Drawing>>, it: JsonRecord, names: Names): string {
  const draw = drawings[String(it.type)]
  if (!draw) throw new Error(`no picture can be drawn of \`${it.type}\`, only of ${Object.keys(drawings).join(', ')}`)
  return draw(it, names)
}

function all(drawings: Readonly<Record<string, Drawing>>, them: unknown, names: Names, between = ''): string {
  return recordsOf(them)
    .map((it) => drawn(drawings, it, names))
    .join(between)
}

function styled(html: string, style: JsonRecord): string {
  return Object.keys(style).reduce((inner, name) => {
    const tag = STYLES[name]
    if (!tag) throw new Error(`no picture can be drawn of text that is \`${name}\``)
    return `<${tag}>${inner}</${tag}>`
  }, html)
}

function entityHtml(entity: string, names: Names): string {
  const [target = '', label] = entity.split('|', 2)
  if (/^https:/.test(target)) return `<a>${label ?? target}</a>`
  return mention(target.slice(0, 1), target.slice(1), names)
}

function mention(sign: string, id: string, names: Names): string {
  const name = names[id]
  if (name === undefined) throw new Error(`nobody and nothing in the pictures has the id \`${id}\``)
  return `<span class="mention">${sign}${escaped(name)}</span>`
}

interface Series {
  readonly name: string
  readonly data: readonly { readonly label: string; readonly value: number }[]
}

/** Bars in groups, one for each series, with their numbers. */
function chartHtml({ title, chart }: JsonRecord): string {
  const { type, series } = recordOf(chart)
  if (type !== 'bar') throw new Error(`no picture can be drawn of a chart of the type \`${type}\``)
  const drawnSeries = recordsOf(series) as unknown as readonly Series[]
  const most = Math.max(1, ...drawnSeries.flatMap(({ data }) => data.map(({ value }) => value)))
  const groups = (drawnSeries[0]?.data ?? []).map(({ label }, at) => {
    const bars = drawnSeries.map(({ data }, i) => bar(data[at]?.value ?? 0, most, i)).join('')
    return `<div class="group"><div class="bars">${bars}</div><span>${escaped(label)}</span></div>`
  })
  const legend = drawnSeries.map(({ name }, i) => `<span><i class="s${i}"></i>${escaped(name)}</span>`).join('')
  return `<b>${escaped(String(title))}</b><div class="chart">${groups.join('')}</div><div class="legend">${legend}</div>`
}

const BAR_PIXELS = 90

function bar(value: number, most: number, series: number): string {
  return `<div><span>${value}</span><i class="s${series}" style="height: ${Math.round((BAR_PIXELS * value) / most)}px"></i></div>`
}

function tableHtml({ caption, rows }: JsonRecord): string {
  const [head = [], ...rest] = Array.isArray(rows) ? rows.map((row) => recordsOf(row)) : []
  const row = (cells: readonly JsonRecord[], tag: string) =>
    `<tr>${cells.map(({ text }) => `<${tag}>${escaped(String(text))}</${tag}>`).join('')}</tr>`
  return `<b>${escaped(String(caption))}</b><table>${row(head, 'th')}${rest.map((cells) => row(cells, 'td')).join('')}</table>`
}
