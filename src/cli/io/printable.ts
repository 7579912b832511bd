/** Control characters of foreign text stay out of a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '\u{fffd}')
}
