import type { AnyBlock, KnownBlock, RichTextBlock } from '@slack/types'

/** What a reader sees of blocks, line by line: bold as `*x*`, preformatted behind `| `, buttons as `[x]`. */
export function visibleText(blocks: readonly AnyBlock[] = []): string[] {
  return (blocks as readonly KnownBlock[]).flatMap(lines)
}

function lines(block: KnownBlock): string[] {
  if (block.type === 'rich_text') return richLines(block)
  if (block.type === 'header') return [`# ${block.text.text}`]
  if (block.type === 'section') return (block.text?.text ?? '').split('\n')
  if (block.type === 'context') return [block.elements.map((it) => ('text' in it ? it.text : '')).join(' · ')]
  if (block.type === 'actions')
    return [block.elements.map((it) => (it.type === 'button' ? `[${it.text.text}]` : '')).join(' ')]
  return [block.type]
}

function richLines(block: RichTextBlock): string[] {
  return block.elements.flatMap((element) => {
    const text = element.elements.map((it) => written({ ...it })).join('')
    const prefix = element.type === 'rich_text_preformatted' ? '| ' : ''
    return text.split('\n').map((line) => prefix + line)
  })
}

function written(it: Record<string, unknown>): string {
  if (it.type === 'user') return `@${it.user_id}`
  const style = { ...(it.style as object | undefined) }
  const text = String(it.text ?? it.url)
  return 'bold' in style ? `*${text}*` : 'code' in style ? `\`${text}\`` : text
}
