import { typedPipe, typedText } from './command-line.ts'
import type { Layout } from './df-header.ts'

export interface DfCommand {
  /** What its rows hold when no header says it; undefined also for `df -h; df -i`. */
  readonly layout: Layout | undefined
  /** `-H`: powers of 1000. */
  readonly decimal: boolean
}

const BLOCK_BYTES: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** The `df` that a line shows; undefined when it shows none. */
export function readDfCommand(line: string): DfCommand | undefined {
  const [[df, ...options] = []] = typedPipe(line)
  if (df !== 'df' && df !== '/bin/df') return undefined
  const letters = options.map(lettersOf).join('')
  const several = typedText(line).split(/\bdf\b/, 3).length > 2
  return { layout: several ? undefined : layoutOf(letters), decimal: letters.includes('H') }
}

function layoutOf(letters: string): Layout | undefined {
  if (letters.includes('?')) return undefined
  if (letters.includes('i')) return { holds: 'inodes' }
  if (/[hH]/.test(letters)) return { holds: 'blocks' }
  const unit = BLOCK_BYTES[/[kmg]/.exec(letters)?.[0] ?? '']
  return unit === undefined ? undefined : { holds: 'blocks', blockBytes: unit }
}

/** The letters of a cluster; `?` for an option that changes the table in another way (`-B`, `--output`). */
function lettersOf(option: string | undefined): string {
  const long: Readonly<Record<string, string>> = { '--inodes': 'i', '--human-readable': 'h', '--si': 'H' }
  if (!option?.startsWith('-')) return ''
  return long[option] ?? (/^-[ahHiklPTmg]{1,8}$/.test(option) ? option.slice(1) : '?')
}
