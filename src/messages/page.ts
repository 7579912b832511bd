import pico from 'picocolors'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import type { Language } from '../model/case.ts'

/** Who reads: in which language, on how many columns, with or without colour. */
export interface Reader {
  readonly language: Language
  readonly width: number
  readonly color: boolean
}

/** Text for a terminal, written from top to bottom. */
export interface Page {
  readonly paint: ReturnType<typeof pico.createColors>
  readonly paragraph: (text: string) => Page
  readonly heading: (text: string) => Page
  /** A label and its text, which hangs below itself when it wraps; with `cut`, one line that ends in … . */
  readonly item: (label: string, text: string, how?: { cut?: boolean }) => Page
  /** Something to copy: never wrapped. */
  readonly command: (text: string) => Page
  readonly text: () => string
}

const MAX_WIDTH = 120
const MIN_WIDTH = 40

export function page(reader: Reader): Page {
  const paint = pico.createColors(reader.color)
  const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, reader.width))
  const lines: string[] = []
  const sheet: Page = {
    paint,
    paragraph(text) {
      lines.push(wrapAnsi(text, width, { hard: true }))
      return sheet
    },
    heading(text) {
      lines.push('', paint.bold(paint.cyan(text)))
      return sheet
    },
    item(label, text, how = {}) {
      const room = Math.max(20, width - stringWidth(label) - 3)
      const shown = how.cut ? cut(text, room) : wrapAnsi(text, room, { hard: true })
      const [first = '', ...rest] = shown.split('\n')
      const indent = ' '.repeat(stringWidth(label) + 3)
      lines.push(`  ${label} ${first}`, ...rest.map((line) => indent + line))
      return sheet
    },
    command(text) {
      lines.push(`    ${paint.green(text)}`)
      return sheet
    },
    text: () => `${lines.join('\n')}\n`,
  }
  return sheet
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += stringWidth(character)
    if (used > width - 1) break
    kept += character
  }
  return `${kept}…`
}
