/** The words of a text, parted by blanks and tabs. */
export function words(text: string): string[] {
  return text.split(/[ \t]+/).filter(Boolean)
}
