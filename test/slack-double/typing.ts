import type { JsonRecord } from './json.ts'
import { escaped } from './render/mrkdwn.ts'
import type { Workspace } from './workspace.ts'

/** A stretch of what somebody typed: plain text, or something that Slack makes a link or a mention. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label?: string }
  | { readonly kind: 'user' | 'channel' | 'broadcast'; readonly id: string; readonly name: string }

/** What a Slack client turns into a link or a mention while somebody types. */
const SPECIAL =
  /(?<url>https?:\/\/[^\s<>|`"']+[^\s<>|`"'.,:;!?)\]])|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<domain>(?<![\w./@-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev)(?![\w-]))|(?<![\w@])@(?<who>[\w.-]+)|(?<![\w#&])#(?<where>[\w-]+)/g

const FENCE = /```\n?([\s\S]*?)\n?```/g

/** The `text` that Slack stores of what somebody typed: escaped, with links and mentions marked. */
export function asStored(typed: string, workspace: Workspace): string {
  return pieces(typed)
    .map(({ text, isCode }) => {
      const stored = partsOf(text, workspace, isCode).map(partAsStored).join('')
      return isCode ? `\`\`\`${stored}\`\`\`` : stored
    })
    .join('')
}

/** The `rich_text` block that Slack stores beside it. */
export function asBlocks(typed: string, workspace: Workspace, blockId: string): JsonRecord[] {
  const elements = pieces(typed).map(({ text, isCode }) => ({
    type: isCode ? 'rich_text_preformatted' : 'rich_text_section',
    elements: partsOf(text, workspace, isCode).map(partAsElement),
  }))
  return [{ type: 'rich_text', block_id: blockId, elements }]
}

function pieces(typed: string): { text: string; isCode: boolean }[] {
  const split = typed.split(FENCE).map((text, at) => ({ text, isCode: at % 2 === 1 }))
  return split.filter(({ text }) => text !== '')
}

/** In code, addresses become links but nobody is mentioned. */
function partsOf(text: string, workspace: Workspace, isCode: boolean): Part[] {
  const parts: Part[] = []
  let read = 0
  for (const match of text.matchAll(SPECIAL)) {
    const special = specialPart(match.groups ?? {}, workspace, isCode)
    if (!special) continue
    parts.push({ kind: 'text', text: text.slice(read, match.index) }, special)
    read = match.index + match[0].length
  }
  parts.push({ kind: 'text', text: text.slice(read) })
  return parts.filter((part) => part.kind !== 'text' || part.text !== '')
}

function specialPart(
  found: Record<string, string | undefined>,
  workspace: Workspace,
  isCode: boolean,
): Part | undefined {
  const { url, mail, domain, who, where } = found
  if (url) return { kind: 'link', url }
  if (mail) return { kind: 'link', url: `mailto:${mail}`, label: mail }
  if (domain) return { kind: 'link', url: `http://${domain}`, label: domain }
  if (isCode) return undefined
  if (who && ['here', 'channel', 'everyone'].includes(who)) return { kind: 'broadcast', id: who, name: who }
  const user = [...workspace.users.values()].find(({ name }) => name === who)
  if (user) return { kind: 'user', id: user.id, name: user.name }
  const channel = [...workspace.channels.values()].find(({ name, kind }) => name === where && kind !== 'im')
  return channel && { kind: 'channel', id: channel.id, name: channel.name }
}

function partAsStored(part: Part): string {
  if (part.kind === 'text') return escaped(part.text)
  if (part.kind === 'link')
    return part.label ? `<${escaped(part.url)}|${escaped(part.label)}>` : `<${escaped(part.url)}>`
  if (part.kind === 'user') return `<@${part.id}>`
  return part.kind === 'channel' ? `<#${part.id}|${part.name}>` : `<!${part.id}>`
}

function partAsElement(part: Part): JsonRecord {
  if (part.kind === 'text') return { type: 'text', text: part.text }
  if (part.kind === 'link')
    return part.label ? { type: 'link', url: part.url, text: part.label } : { type: 'link', url: part.url }
  if (part.kind === 'user') return { type: 'user', user_id: part.id }
  return part.kind === 'channel' ? { type: 'channel', channel_id: part.id } : { type: 'broadcast', range: part.id }
}
