import { type JsonRecord, recordOf, recordsOf } from '../json.ts'
import { isControl } from '../rules/blocks.ts'
import type { Workspace } from '../workspace.ts'
import { visibleText } from './mrkdwn.ts'
import { richTextLines } from './rich-text.ts'

type Renderer = (block: JsonRecord, workspace: Workspace) => string[]

/** The lines that people see of blocks; controls in brackets. */
export function blockLines(blocks: readonly JsonRecord[], workspace: Workspace): string[] {
  return blocks.flatMap((block) => RENDERERS[String(block.type)]?.(block, workspace) ?? [])
}

/** What Slack makes of blocks when no `text` comes with them: the text of those blocks that it can read. */
export function textFromBlocks(blocks: readonly JsonRecord[], workspace: Workspace): string {
  const read = blocks.filter((block) => ['header', 'section', 'rich_text', 'markdown'].includes(String(block.type)))
  return blockLines(read.map(withoutAccessory), workspace).join(' ')
}

/** The words on a control: what a person looks for. */
export function controlLabel(control: JsonRecord): string {
  return String(recordOf(control.text).text ?? recordOf(control.placeholder).text ?? control.type)
}

const RENDERERS: Readonly<Record<string, Renderer>> = {
  header: (block, workspace) => textLines(block.text, workspace),
  divider: () => ['---'],
  section: sectionLines,
  context: (block, workspace) => [
    recordsOf(block.elements)
      .map((it) => elementText(it, workspace))
      .join(' '),
  ],
  actions: (block, workspace) => [
    recordsOf(block.elements)
      .map((it) => elementText(it, workspace))
      .join(' '),
  ],
  context_actions: (block, workspace) => [
    recordsOf(block.elements)
      .map((it) => elementText(it, workspace))
      .join(' '),
  ],
  image: (block) => [`(image: ${block.alt_text})`],
  video: (block, workspace) => [...textLines(block.title, workspace), `(video: ${block.alt_text})`],
  input: (block, workspace) => [
    ...textLines(block.label, workspace),
    elementText(recordOf(block.element), workspace),
    ...textLines(block.hint, workspace),
  ],
  rich_text: richTextLines,
  markdown: (block) => String(block.text).split('\n'),
  alert: (block, workspace) => textLines(block.text, workspace),
  card: cardLines,
  carousel: (block, workspace) => recordsOf(block.elements).flatMap((card) => cardLines(card, workspace)),
  container: containerLines,
  table: tableLines,
  data_table: (block, workspace) => [String(block.caption), ...tableLines(block, workspace)],
  data_visualization: chartLines,
  task_card: taskLines,
  plan: (block, workspace) => [
    String(block.title),
    ...recordsOf(block.tasks).flatMap((task) => taskLines(task, workspace)),
  ],
}

function sectionLines(block: JsonRecord, workspace: Workspace): string[] {
  const fields = recordsOf(block.fields).flatMap((field) => textLines(field, workspace))
  const accessory = block.accessory ? [elementText(recordOf(block.accessory), workspace)] : []
  return [...textLines(block.text, workspace), ...fields, ...accessory]
}

function cardLines(card: JsonRecord, workspace: Workspace): string[] {
  const texts = [card.title, card.subtitle, card.body].flatMap((text) => textLines(text, workspace))
  const buttons = recordsOf(card.actions).map((it) => elementText(it, workspace))
  return buttons.length > 0 ? [...texts, buttons.join(' ')] : texts
}

function containerLines(block: JsonRecord, workspace: Workspace): string[] {
  const title = block.rich_text_title
    ? richTextLines(recordOf(block.rich_text_title), workspace)
    : textLines(block.title, workspace)
  const children = blockLines(recordsOf(block.child_blocks), workspace)
  return [`${block.default_collapsed ? '▸' : '▾'} ${title.join(' ')}`, ...children.map((line) => `  ${line}`)]
}

function tableLines(block: JsonRecord, workspace: Workspace): string[] {
  const rows = Array.isArray(block.rows) ? block.rows : []
  return rows.map((row) =>
    recordsOf(row)
      .map((cell) =>
        cell.type === 'rich_text' ? richTextLines(cell, workspace).join(' ') : String(cell.text ?? cell.value),
      )
      .join(' | '),
  )
}

function chartLines(block: JsonRecord): string[] {
  const chart = recordOf(block.chart)
  const series = chart.type === 'pie' ? [{ name: block.title, data: chart.segments }] : recordsOf(chart.series)
  return [
    String(block.title),
    ...series.map(
      ({ name, data }) =>
        `${name}: ${recordsOf(data)
          .map((it) => `${it.label} ${it.value}`)
          .join(', ')}`,
    ),
  ]
}

function taskLines(task: JsonRecord, workspace: Workspace): string[] {
  const inner = [task.details, task.output].flatMap((it) => richTextLines(recordOf(it), workspace))
  return [`${task.title} (${task.status})`, ...inner]
}

function elementText(element: JsonRecord, workspace: Workspace): string {
  if (element.type === 'image') return `(image: ${element.alt_text})`
  if (!isControl(element)) return textLines(element, workspace).join(' ')
  if (element.type === 'feedback_buttons') {
    return [element.positive_button, element.negative_button].map((it) => `[${controlLabel(recordOf(it))}]`).join(' ')
  }
  if (element.type === 'overflow' || Array.isArray(element.options)) return `[${optionLabels(element).join(' | ')}]`
  return `[${chosenFromTheStart(element) ?? controlLabel(element)}]`
}

function chosenFromTheStart({ initial_value: words, initial_option: option }: JsonRecord): string | undefined {
  if (typeof words === 'string') return words
  return option === undefined ? undefined : controlLabel(recordOf(option))
}

function optionLabels(element: JsonRecord): string[] {
  return recordsOf(element.options).map(controlLabel)
}

function textLines(text: unknown, workspace: Workspace): string[] {
  const { type, text: words } = recordOf(text)
  if (typeof words !== 'string') return []
  return (type === 'mrkdwn' ? visibleText(words, workspace) : words).split('\n')
}

function withoutAccessory({ accessory: _, ...block }: JsonRecord): JsonRecord {
  return block
}
