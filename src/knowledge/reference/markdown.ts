const MARKUP = /[\\`*_[\]<>#~!]/g
const ENTITIES = { '&': '&amp;', '|': '&#124;' } as const

/** Any text as plain words within one line: nothing in it is markup, ends a cell or begins a block. */
export function plain(text: string): string {
  return oneLine(text)
    .replace(MARKUP, String.raw`\$&`)
    .replace(/[&|]/g, (character) => ENTITIES[character as keyof typeof ENTITIES])
}

/** A code span that holds any text. https://spec.commonmark.org/0.31.2/#code-spans */
export function code(text: string): string {
  const line = oneLine(text)
  const ticks = '`'.repeat(longestRun(line) + 1)
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${ticks}${room}${line}${room}${ticks}`
}

/** Lines as they are. */
export function fence(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${ticks}text\n${text.replace(/\n$/, '')}\n${ticks}`
}

export function link(text: string, url: string): string {
  const isSimple = /^[\w.~:/?#@!$&'*+,;=%-]*$/.test(url)
  return `[${text}](${isSimple ? url : `<${url.replace(/[<>\s\\]/g, encodeURIComponent)}>`})`
}

export function list(entries: readonly string[]): string {
  return entries.map((entry) => `- ${entry}`).join('\n')
}

/** Cells are markdown already. A bar that is left in one, which only code can hold, must not end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((it) => it.replaceAll('|', '&#124;')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Blocks with a blank line between two; what is empty is left out. */
export function blocks(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

/** A name and its entries; nothing when there are none. */
export function titled(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${title}:\n\n${list(entries)}`
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, ' ').trim()
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}
