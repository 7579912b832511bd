import type { Workspace } from '../workspace.ts'

/** https://docs.slack.dev/messaging/formatting-message-text */

/** Markup as Slack reads it: `<` up to `>`, without a line break. */
export const ENTITY = /<([^<>\n]{1,3000})>/g

/** What people see of mrkdwn: names for mentions, labels for links, no marks for bold, italic and code. */
export function visibleText(mrkdwn: string, workspace: Workspace): string {
  const expanded = mrkdwn.replace(ENTITY, (_, entity: string) => visibleEntity(entity, workspace))
  return unescaped(withoutMarks(expanded))
}

function visibleEntity(entity: string, workspace: Workspace): string {
  const [target = '', label] = entity.split('|', 2)
  if (target.startsWith('@')) return `@${workspace.users.get(target.slice(1))?.name ?? label ?? target.slice(1)}`
  if (target.startsWith('#')) return `#${workspace.channels.get(target.slice(1))?.name ?? label ?? target.slice(1)}`
  if (target.startsWith('!date')) return label ?? ''
  if (target.startsWith('!')) return label ?? `@${target.slice(1).split('^')[0]}`
  return label ?? target.replace(/^mailto:/, '')
}

function withoutMarks(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part) => (part.startsWith('`') ? part.replace(/^`+\n?|\n?`+$/g, '') : withoutEmphasis(part)))
    .join('')
}

function withoutEmphasis(text: string): string {
  return text.replace(/(^|[\s(>])([*_~])(?=\S)([^*_~\n]*?\S)\2(?=$|[\s).,:;!?·–—])/gm, '$1$3')
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Text as mrkdwn that shows it as it is. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
