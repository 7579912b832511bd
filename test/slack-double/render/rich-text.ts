import { type JsonRecord, recordOf, recordsOf } from '../json.ts'
import type { Workspace } from '../workspace.ts'

/** The lines that people see of a `rich_text` block. */
export function richTextLines(block: JsonRecord, workspace: Workspace): string[] {
  return recordsOf(block.elements).flatMap((element) => elementLines(element, workspace))
}

function elementLines(element: JsonRecord, workspace: Workspace): string[] {
  if (element.type === 'rich_text_list') {
    return recordsOf(element.elements).map((section, at) => {
      const bullet = element.style === 'ordered' ? `${at + 1}.` : '•'
      return `${bullet} ${inlineText(section, workspace)}`
    })
  }
  const lines = inlineText(element, workspace).split('\n')
  return element.type === 'rich_text_quote' ? lines.map((line) => `| ${line}`) : lines
}

function inlineText(section: JsonRecord, workspace: Workspace): string {
  return recordsOf(section.elements)
    .map((part) => partText(part, workspace))
    .join('')
}

const PARTS: Readonly<Record<string, (part: JsonRecord, workspace: Workspace) => string>> = {
  text: (part) => String(part.text),
  link: (part) => String(part.text ?? part.url),
  user: (part, { users }) => `@${users.get(String(part.user_id))?.name ?? part.user_id}`,
  usergroup: (part) => `@${part.usergroup_id}`,
  channel: (part, { channels }) => `#${channels.get(String(part.channel_id))?.name ?? part.channel_id}`,
  broadcast: (part) => `@${part.range}`,
  emoji: (part) => `:${part.name}:`,
  date: (part) => String(part.fallback ?? part.timestamp),
  color: (part) => String(part.value),
}

function partText(part: JsonRecord, workspace: Workspace): string {
  return PARTS[String(part.type)]?.(recordOf(part), workspace) ?? ''
}
