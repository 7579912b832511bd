const DOTS = /^[\s([<]{0,10}(?:\.{2,100}|…{1,20}|⋮)[\s\])>]{0,10}$/
const WORDS = /省略|略去|\bsnip|\bomitted|\btruncated/i

/** A line that stands for lines which somebody left out: dots, `[snip]`, `(省略)`. */
export function isElision(line: string): boolean {
  const text = line.slice(0, 120)
  return line.length <= 120 && (DOTS.test(text) || WORDS.test(text))
}
