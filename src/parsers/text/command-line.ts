const LONGEST = 1000
const PROMPT =
  /^[\s`]{0,20}(?:[\w.@:~/+-]{0,100}|[[(][^\])]{0,150}[\])]|[\w.-]{1,60}@[\w.-]{1,80}[: ][^#$]{0,150}) ?[#$](?:\s{1,20}|$)/
const PREFIXES = new Set(['sudo', 'time', 'busybox'])
const REDIRECTIONS = / ?(?:2>&1|&?[12]?> ?\/dev\/null)(?= |$)/g

/** A shell prompt (`# `, `[root@node tools]# `, `user@node:~$ `, `/ $ `) with or without a command after it. */
export function isPrompt(line: string): boolean {
  return PROMPT.test(line.slice(0, LONGEST))
}

/** A prompt that names its host or directory, as only a recorded session has: not the `#` of a comment or of a list of commands. */
export function isNamedPrompt(line: string): boolean {
  const [prompt] = PROMPT.exec(line.slice(0, LONGEST)) ?? ['']
  return /[\w/~]/.test(prompt)
}

/** What a line says after its prompt, when it has one: the line itself otherwise. Ticks around it are dropped. */
export function typedText(line: string): string {
  const text = line.slice(0, LONGEST)
  return text.replace(PROMPT, '').replaceAll('`', '').trim()
}

/**
 * The words of each command in the pipe that a line starts with: `sudo ls /x | wc -l; df` is `[[ls, /x], [wc, -l]]`.
 *
 * `sudo`, `time`, `busybox` and redirections of no consequence are dropped. Quotes are not understood.
 */
export function typedPipe(line: string): string[][] {
  const [first = ''] = typedText(line).split(/;|&&/, 1)
  const pipe = first.replace(REDIRECTIONS, '')
  return pipe.split('|').map((command) => withoutPrefix(command.split(/\s+/).filter(Boolean)))
}

function withoutPrefix(words: string[]): string[] {
  const skip = words.findIndex((word) => !PREFIXES.has(word))
  return skip < 0 ? [] : words.slice(skip)
}
