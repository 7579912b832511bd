const MAX_LENGTH = 100
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Text of somebody else, short and harmless enough for one of our sentences: quoted, without what a terminal or a log would obey. */
export function quote(text: string): string {
  const start = text.slice(0, MAX_LENGTH).replace(UNSEEN, '\ufffd').replaceAll('`', "'")
  return `\`${start}${text.length > MAX_LENGTH ? '…' : ''}\``
}
