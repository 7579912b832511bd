import type { Captures } from '../../model/template.ts'
import { filledCommand } from '../command.ts'
import { type CleanText, cleanLines } from './escape.ts'
import { type Element, line, pre } from './part.ts'
import type { Wording } from './wording.ts'

/** A command to copy, or a line that says that it is too long: half a command does something else. */
export function commandElement(run: string, captures: Captures, max: number, wording: Wording): Element {
  const command = shownCommand(run, captures, max)
  return command === undefined ? line(wording.commandTooLong) : pre(command)
}

/**
 * The command exactly as it is to be run. When what was captured cannot be shown as it is (control or direction
 * characters), or makes the command too long, its placeholders stay.
 */
export function shownCommand(run: string, captures: Captures, max: number): CleanText | undefined {
  return [filledCommand(run, captures), run]
    .map((command) => ({ command: command.trimEnd(), shown: cleanLines(command, max) }))
    .find(({ command, shown }) => command === shown)?.shown
}
