const SIZE = /^(\d{1,20})(?:([.,])(\d{1,6}))? ?([KMGTPEZY]?)(i?)(B?)$/i
const PREFIXES = ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']

/**
 * A size as a command prints it (`0`, `12K`, `1.5G`, `2,5G`, `10kB`, `1.3MiB`, `0B`), in whole bytes; undefined when it is none.
 *
 * Plain digits are bytes. `base` is what the command means by `K`; `Ki` is 1024 whatever the base. `1,234K` is
 * undefined: nobody can tell a decimal comma from one that groups thousands.
 */
export function parseSize(text: string, base: 1000 | 1024): number | undefined {
  const size = text.length > 32 ? null : SIZE.exec(text)
  if (!size) return undefined
  const [, whole = '', mark, fraction = '', prefix = '', binary, letter] = size
  const fractional = mark !== undefined
  if ((fractional && !prefix && !letter) || (binary && !prefix) || (mark === ',' && fraction.length > 2))
    return undefined
  const unit = (binary ? 1024 : base) ** PREFIXES.indexOf(prefix.toUpperCase())
  return Math.round(Number(`${whole}.${fraction || '0'}`) * unit)
}
