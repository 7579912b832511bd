import type { Captures } from '../model/template.ts'

const PLACEHOLDER = /<([a-z][a-z0-9_-]{0,60})>/gi
const PLAIN_WORD = /^[\w@%+=:,./-]{1,1000}$/

/**
 * Fills `<name>` in a command from what a signature captured. What was captured is foreign text that a person may
 * paste into a root shell: unless it is a plain word it is quoted. Placeholders that nothing captured stay, also
 * when the text would read as an option.
 */
export function filledCommand(command: string, captures: Captures): string {
  return command.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = captures[name]
    return value === undefined || value.startsWith('-') ? placeholder : quoted(value)
  })
}

function quoted(value: string): string {
  return PLAIN_WORD.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
