type Hostility = (length: number, random: () => number) => string

/** A paste of about this length, of the eight kinds of hostility in turn. */
export function hostilePaste(number: number, length: number, random: () => number): string {
  const kind = KINDS[number % KINDS.length]
  return (kind?.(length, random) ?? '').slice(0, length)
}

const WORDS = [
  'no space left on device',
  'Filesystem',
  'Use%',
  'Mounted on',
  'overlay',
  'GenericPLEG',
  'PLEG is not healthy',
  'df -h',
  'docker ps',
  'CONTAINER ID',
  'NAME',
  'READY',
  'STATUS',
  'goroutine 1 [running]:',
  'Conditions:',
  'Events:',
  'kernel.pid_max =',
  'some avg10=0.00',
  'COMMAND PID USER FD TYPE',
  'inode',
  '100%',
  '4096',
  '/var/lib/docker',
  'strace: Process',
  'Error response from daemon:',
  'TCP  10.0.0.1:80 rr',
]

/** Eight ways to be hard to read. */
const KINDS: readonly Hostility[] = [
  // Characters of all planes, half of them alone.
  (length, random) => fill(length, () => String.fromCharCode(Math.floor(random() * 0x10000))),
  // One line, of one character or a few.
  (length, random) => pick([' ', 'a', '\t', '/', '0', ' a', ': ', '=', '%', '<', '"'], random).repeat(length),
  // Brackets without end.
  (length, random) => pick(['[', '{"a":', '(', '<', '[[{'], random).repeat(length),
  // Terminal sequences and text that runs the other way.
  (length, random) =>
    fill(
      length,
      () =>
        `${pick(['\u001b[31m', '\u001b]8;;x\u0007', '\u202e', '\u200b', '\u0000', '\r', '\ufeff', '\u001b['], random)}${pick(WORDS, random)}`,
    ),
  // The words that parsers and signatures look for, in any order, over and over, with lines between or without.
  (length, random) => fill(length, () => pick(WORDS, random) + pick([' ', '\n', '\t', ''], random)),
  // One of these words, thousands of times.
  (length, random) =>
    `${pick(WORDS, random)}${pick([' ', '\n', ': '], random)}`.repeat(Math.ceil(length / 5)).slice(0, length),
  // Tables that go wrong: numbers of any size in any number of columns.
  (length, random) =>
    `${pick(WORDS, random)}\n${fill(length, () => `${number(random)}${pick([' ', '  ', '\t', '\n', '%', 'Gi', 'e'], random)}`)}`,
  // Letters that look like others, and what is written with several.
  (length, random) =>
    fill(length, () =>
      pick(
        [
          '\u0430',
          '\u0435\u0301',
          '\uff21',
          '\ud83d\ude00',
          '\u0301'.repeat(50),
          '磁盘空间不足',
          '__proto__',
          'constructor',
          '\ufb03',
        ],
        random,
      ),
    ),
]

function fill(length: number, piece: () => string): string {
  const pieces: string[] = []
  for (let size = 0; size < length; ) {
    const next = piece()
    pieces.push(next)
    size += next.length
  }
  return pieces.join('')
}

function number(random: () => number): string {
  return pick(['0', '-1', '1e999', 'NaN', '9'.repeat(40), '0x1f', '1.5.5', '٣', String(random())], random)
}

function pick(from: readonly string[], random: () => number): string {
  return from[Math.floor(random() * from.length)] ?? ''
}
