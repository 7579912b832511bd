import type { Captures, Template } from '../model/template.ts'
import { chooseAnchors, ONE_BYTE_EACH } from './anchors.ts'
import { FoldedLine, squeezeBlanks } from './folded-line.ts'
import { LONGEST_SPAN, STRIDE, searchTemplate } from './template-search.ts'
import { compileWindowFilter, MARGIN, type WindowFilter } from './window-filter.ts'

/**
 * Recognises all templates in one pass, at a cost that hardly depends on how many there are.
 *
 * Each template is known by one short stretch of its literal text, its anchor (`anchors.ts`). A filter over all anchors
 * (`window-filter.ts`) looks at the text four bytes at a time and passes over nearly all of it with one look at a bitmap each.
 * Where it finds an anchor, that template is searched for in that line (`template-search.ts`).
 *
 * The text goes through in blocks of whole lines that stay in the processor's cache. No text is slow: a match spans a bounded
 * stretch around its anchor, and what was searched for a template once is not searched for it again, however often its anchor
 * stands there. Hence a template costs at most one linear search in each line that bears its anchor.
 */
export interface Scanner {
  /** Every template at most once per line (its leftmost match), in order of line, then template. */
  scan(lines: readonly string[]): Hit[]
  /** Every template at most once, in the first line that bears it: a log that says the same 100,000 times costs one search more than one line of it. */
  scanFirst(lines: readonly string[]): Hit[]
}

/** `template` and `line` are indices into what the scanner was given. */
export interface Hit {
  readonly template: number
  readonly line: number
  readonly captures: Captures
}

export function compileScanner(templates: readonly Template[]): Scanner {
  const filters = chooseAnchors(templates).map(compileWindowFilter)
  const scan = (lines: readonly string[], onlyFirst: boolean): Hit[] => {
    const run = new Scan(templates, filters, lines, onlyFirst)
    run.scanLines()
    return run.hits.sort((a, b) => a.line - b.line || a.template - b.template)
  }
  return { scan: (lines) => scan(lines, false), scanFirst: (lines) => scan(lines, true) }
}

const BLOCK_LENGTH = 1 << 16

class Scan {
  readonly hits: Hit[] = []
  readonly #templates: readonly Template[]
  readonly #filters: readonly WindowFilter[]
  readonly #lines: readonly string[]
  readonly #onlyFirst: boolean
  #bytes = Buffer.alloc(BLOCK_LENGTH + 2 * MARGIN)
  /** The block: how many bytes were scanned before it, its lines, and where in all bytes they end. */
  #start = 0
  #texts: string[] = []
  #first = 0
  #ends: number[] = []
  /** By template: it does not match before this place of all bytes, or matches in the line that ends here, and is not looked for again before. */
  readonly #searched: Float64Array
  #folded: { readonly index: number; readonly line: FoldedLine } | undefined

  constructor(
    templates: readonly Template[],
    filters: readonly WindowFilter[],
    lines: readonly string[],
    onlyFirst: boolean,
  ) {
    this.#templates = templates
    this.#filters = filters
    this.#lines = lines
    this.#onlyFirst = onlyFirst
    this.#searched = new Float64Array(templates.length)
  }

  scanLines(): void {
    let end = 0
    for (let index = 0; index < this.#lines.length; index++) {
      const text = squeezeBlanks(this.#lines[index] as string)
      if (end + text.length - this.#start >= BLOCK_LENGTH) this.#scanBlock()
      end += text.length + 1
      this.#texts.push(text)
      this.#ends.push(end)
    }
    this.#scanBlock()
  }

  #scanBlock(): void {
    const text = this.#texts.join('\n')
    if (text.length > this.#bytes.length - 2 * MARGIN) this.#bytes = Buffer.alloc(text.length + 2 * MARGIN)
    this.#bytes.write(text, MARGIN, ONE_BYTE_EACH)
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length)
    for (const filter of this.#filters) {
      let line = 0
      filter.forEachWindow(view, MARGIN, MARGIN + text.length, (template, at) => {
        const place = this.#start + at - MARGIN
        while (place >= (this.#ends[line] as number)) line++
        if (place >= (this.#searched[template] as number)) this.#search(template, place, line)
      })
    }
    this.#start = this.#ends.at(-1) ?? this.#start
    this.#first += this.#texts.length
    this.#texts = []
    this.#ends = []
  }

  /** Searches the `line`th line of the block around the anchor at `place`, as far as it was not searched before. */
  #search(template: number, place: number, line: number): void {
    const start = this.#ends[line - 1] ?? this.#start
    const end = this.#ends[line] as number
    const folded = this.#foldedLine(this.#first + line)
    const from = Math.max(start, this.#searched[template] as number, place - LONGEST_SPAN) - start
    const to = Math.min(from + STRIDE, end - start)
    const match = searchTemplate(this.#templates[template] as Template, folded, from, to)
    this.#searched[template] = match ? (this.#onlyFirst ? Number.POSITIVE_INFINITY : end) : start + to
    if (match) this.hits.push({ template, line: this.#first + line, captures: match.captures })
  }

  #foldedLine(index: number): FoldedLine {
    if (this.#folded?.index !== index) this.#folded = { index, line: new FoldedLine(this.#lines[index] as string) }
    return this.#folded.line
  }
}
