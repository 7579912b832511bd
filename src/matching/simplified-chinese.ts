import dictionary from 'opencc-js/dict/TSCharacters'

/**
 * The text with traditional characters replaced by simplified ones, character by character: `磁碟掛載` → `磁碟挂载`.
 * Good for comparing, not for reading: phrases that OpenCC converts as a whole are not looked at.
 */
export function foldToSimplified(text: string): string {
  simplified ??= readDictionary()
  let folded = ''
  for (const character of text) folded += simplified.get(character) ?? character
  return folded
}

let simplified: ReadonlyMap<string, string> | undefined

function readDictionary(): ReadonlyMap<string, string> {
  return new Map(dictionary.split('|').map((pair) => pair.split(' ', 2) as [string, string]))
}
