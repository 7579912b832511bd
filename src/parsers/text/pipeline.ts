import { typedPipe } from './command-line.ts'

/** A command that the paste shows, with what its output went through: `docker ps -a | grep web`. */
export interface Pipeline {
  readonly args: readonly string[]
  /** Words of the commands behind it: `['grep', 'web']`. */
  readonly filters: readonly (readonly string[])[]
}

/** How far above its output a command may stand: a warning or an empty line may come between. */
const LINES_ABOVE = 3

/** Commands that pass every line on. */
const WHOLE = new Set(['cat', 'less', 'more', 'sort', 'tee'])

/** The command that was typed on a line, when it has one of these names (`docker ps`). */
export function findPipeline(line: string, names: readonly string[]): Pipeline | undefined {
  const [command = [], ...filters] = typedPipe(line)
  const name = names.find((known) => `${command.join(' ')} `.startsWith(`${known} `))
  return name === undefined ? undefined : { args: command.slice(name.split(' ').length), filters }
}

/** The nearest such command on the lines just above `at`. */
export function findPipelineAbove(
  lines: readonly string[],
  at: number,
  names: readonly string[],
): Pipeline | undefined {
  for (let i = at - 1; i >= Math.max(0, at - LINES_ABOVE); i--) {
    const pipeline = findPipeline(lines[i] ?? '', names)
    if (pipeline) return pipeline
  }
  return undefined
}

/** Whether nothing was taken out of the output on its way. */
export function isUnfiltered({ filters }: Pipeline): boolean {
  return filters.every(([name]) => WHOLE.has(name ?? ''))
}

/** Whether the output was only counted: `| wc -l`. */
export function isLineCount({ filters }: Pipeline): boolean {
  return filters.length === 1 && filters[0]?.join(' ') === 'wc -l'
}

/** Whether an option is there by its letter, also among others (`-qf`), or by its long name. */
export function hasOption({ args }: Pipeline, letter: string, long: string): boolean {
  return args.some((arg) => arg === long || arg.startsWith(`${long}=`) || lettersOf(arg).includes(letter))
}

function lettersOf(arg: string): string {
  return /^-([a-zA-Z]{1,8})/.exec(arg)?.[1] ?? ''
}
