import directory from '../facts/directory.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { followingLine, precedingLine } from './text/following-line.ts'

const NAME = /^\s{0,10}[^\s:：/][^:：/]{0,24}[:：]\s?(\S.{0,4000})$/
const SIZE =
  /^\s{0,10}[^\s:：/][^:：/]{0,24}[:：]\s?(\d{1,19})\s{1,40}[^:：\d]{1,30}[:：]\s?\d{1,19}\s{1,40}[^:：]{1,30}[:：]\s?\d{1,19}\s{1,40}(\S.{0,60})$/
const LINKS =
  /^\s{0,10}[^:：]{1,30}[:：]\s?[\w,/]{1,40}\s{1,40}[^:：\d]{1,30}[:：]\s?\d{1,20}\s{1,40}[^:：\d]{1,30}[:：]\s?(\d{1,10})\s{0,10}$/
const DIRECTORY = new Set(['directory', '目录', '目錄'])
const DIRECTORY_MODE = /\(\d{4}\/d[a-zA-Z-]{9}\)/
const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '‘': '’', '`': "'" }

/**
 * `stat DIR` of GNU coreutils and busybox, in any language: its first three lines have the same shape in all of them, and the
 * mode on the fourth (`/drwx`) says that it is a directory where the word for it is unknown.
 *
 * Other files, `stat -c`, `stat -f` and the `stat` of BSD are refused.
 */
const stat: Parser = {
  command: 'stat',
  cues: ['IO Block', 'IO 块', '/drwx', '/drw-', '/dr-x', '/d---', '/d--x'],
  sample: `  File: /var/lib/docker/volumes/cache/_data
  Size: 528482304 	Blocks: 1032208    IO Block: 4096   directory
Device: fe01h/65025d	Inode: 786434      Links: 1
Access: (0755/drwxr-xr-x)  Uid: (    0/    root)   Gid: (    0/    root)`,
  read(lines, at) {
    const size = DIRECTORY_MODE.test(textAt(lines, at)) ? twoAbove(lines, at) : at
    const name = size === undefined ? undefined : precedingLine(lines, size)
    const links = size === undefined ? undefined : followingLine(lines, size)
    if (size === undefined || name === undefined || links === undefined) return undefined
    const fields = readDirectory(textAt(lines, name), textAt(lines, size), textAt(lines, links))
    const mode = followingLine(lines, links)
    const hasMode = DIRECTORY_MODE.test(textAt(lines, mode))
    if (!fields || !(fields.isDirectory || hasMode)) return undefined
    const { path, links: count, sizeBytes } = fields
    const to = hasMode && mode !== undefined ? mode + 1 : links + 1
    return {
      facts: [observe(directory, { path, links: count, sizeBytes }, name, links)],
      from: name,
      to: Math.max(to, at + 1),
    }
  },
}

export default stat

function readDirectory(nameLine: string, sizeLine: string, linksLine: string) {
  const [, name] = NAME.exec(nameLine.trimEnd()) ?? []
  const [, size, type] = SIZE.exec(sizeLine.trimEnd()) ?? []
  const [, links] = LINKS.exec(linksLine) ?? []
  if (!name || !type || !links) return undefined
  return { path: unquote(name), links: Number(links), sizeBytes: Number(size), isDirectory: DIRECTORY.has(type) }
}

function unquote(name: string): string {
  const close = QUOTES[name.charAt(0)]
  return name.length > 2 && close !== undefined && name.endsWith(close) ? name.slice(1, -1) : name
}

function twoAbove(lines: readonly string[], at: number): number | undefined {
  const above = precedingLine(lines, at)
  return above === undefined ? undefined : precedingLine(lines, above)
}

function textAt(lines: readonly string[], at: number | undefined): string {
  return lines[at ?? -1]?.slice(0, 4200) ?? ''
}
