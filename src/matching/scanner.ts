import type { Captures, Template } from '../model/template.ts'
import { chooseAnchors, ONE_BYTE_EACH } from './anchors.ts'
import { FoldedLine, squeezeBlanks } from './folded-line.ts'
import { LONGEST_SPAN, STRIDE, searchTemplate } from './template-search.ts'
import { compileWindowFilter, MARGIN, type WindowFilter } from './window-filter.ts'

/**
 * Recognises all templates in one pass, at a cost that hardly depends on how many there are.
 *
 * Each template is known by one short stretch of its literal text, its anchor (`anchors.ts`). A filter over all anchors
 * (`window-filter.ts`) looks at the text four bytes at a time and passes over nearly all of it with one bit test each. Where it
 * finds an anchor, that template is searched for in that line (`template-search.ts`), once however often its anchor stands there.
 *
 * The text goes through in blocks of a fixed size, and a long line in pieces that overlap by the longest span of a match: each
 * match lies in one of them whole, the one in which it starts, and is searched for there only. Hence no text is slow: a
 * template costs at most one linear search in each line that bears its anchor.
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
  const filters = chooseAnchors(templates).map(({ sampling, windows }) => compileWindowFilter(sampling, windows))
  const scan = (lines: readonly string[], onlyFirst: boolean): Hit[] => {
    const run = new Scan(templates, filters, lines, onlyFirst)
    for (let line = 0; line < lines.length; line++) run.add(line)
    run.flush()
    return run.hits.sort((a, b) => a.line - b.line || a.template - b.template)
  }
  return { scan: (lines) => scan(lines, false), scanFirst: (lines) => scan(lines, true) }
}

interface Source {
  /** Its index. */
  readonly line: number
  readonly squeezed: string
  /** Made when a template is searched for in the line. */
  folded: FoldedLine | undefined
}

/** The part of a line in which matches start at `from` of the folded text or later; it ends at `end` of the block. */
interface Piece {
  readonly source: Source
  readonly from: number
  readonly end: number
}

const BLOCK_LENGTH = 1 << 16

class Scan {
  readonly hits: Hit[] = []
  readonly #templates: readonly Template[]
  readonly #filters: readonly WindowFilter[]
  readonly #lines: readonly string[]
  readonly #onlyFirst: boolean
  readonly #bytes = Buffer.alloc(BLOCK_LENGTH + 2 * MARGIN)
  readonly #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length)
  #pieces: Piece[] = []
  #texts: string[] = []
  #length = 0
  #piecesBefore = 1
  /** By template: the number of the piece in which it was last searched for, and of the line (from 1) in which it was last found. */
  readonly #searched: Int32Array
  readonly #found: Int32Array

  constructor(
    templates: readonly Template[],
    filters: readonly WindowFilter[],
    lines: readonly string[],
    onlyFirst: boolean,
  ) {
    this.#onlyFirst = onlyFirst
    this.#templates = templates
    this.#filters = filters
    this.#lines = lines
    this.#searched = new Int32Array(templates.length)
    this.#found = new Int32Array(templates.length)
  }

  add(line: number): void {
    const squeezed = squeezeBlanks(this.#lines[line] as string)
    const source = { line, squeezed, folded: undefined }
    if (squeezed.length <= STRIDE) this.#addPiece(source, 0, squeezed)
    else
      for (let from = 0; from < squeezed.length; from += STRIDE)
        this.#addPiece(source, from, squeezed.slice(from, from + STRIDE + LONGEST_SPAN))
  }

  #addPiece(source: Source, from: number, text: string): void {
    if (this.#length + text.length >= BLOCK_LENGTH) this.flush()
    this.#length += text.length + 1
    this.#pieces.push({ source, from, end: MARGIN + this.#length })
    this.#texts.push(text)
  }

  flush(): void {
    this.#bytes.write(this.#texts.join('\n'), MARGIN, ONE_BYTE_EACH)
    for (const filter of this.#filters) {
      let current = 0
      filter.forEachWindow(this.#view, MARGIN, MARGIN + this.#length, (template, at) => {
        while (at >= (this.#pieces[current] as Piece).end) current++
        this.#search(template, this.#pieces[current] as Piece, this.#piecesBefore + current)
      })
    }
    this.#piecesBefore += this.#pieces.length
    this.#pieces = []
    this.#texts = []
    this.#length = 0
  }

  #search(template: number, { source, from }: Piece, number: number): void {
    const { line } = source
    const found = this.#found[template]
    if (this.#searched[template] === number || found === line + 1 || (this.#onlyFirst && found !== 0)) return
    this.#searched[template] = number
    source.folded ??= new FoldedLine(this.#lines[line] as string, source.squeezed)
    const match = searchTemplate(this.#templates[template] as Template, source.folded, from, from + STRIDE)
    if (!match) return
    this.#found[template] = line + 1
    this.hits.push({ template, line, captures: match.captures })
  }
}
