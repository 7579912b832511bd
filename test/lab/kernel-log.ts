import type { NodeAnswer } from '../../src/model/fleet.ts'
import { run } from './processes.ts'
import { until } from './wait.ts'

/** What the kernel says from now on, as `dmesg` shows it: resolves with the lines of `pattern` when there are some. The buffer forgets its first lines when it is full, so that only times tell old from new. */
export async function listenToKernel(): Promise<(pattern: RegExp, limitMs?: number) => Promise<string>> {
  const since = secondsOf((await lines()).at(-1) ?? '')
  return (pattern, limitMs) =>
    until(
      `the kernel's ${pattern}`,
      async () => {
        const heard = (await lines()).filter((line) => secondsOf(line) > since && pattern.test(line))
        return heard.length > 0 && heard.join('\n')
      },
      limitMs,
    )
}

/** Complains when the agent did not hear the same: the paste alone would confirm it. */
export function unlessHeard(text: string): (answer: NodeAnswer) => string | undefined {
  return ({ facts }) => {
    const isHeard = facts.some(({ kind, fields }) => kind === 'kernel-message' && fields.text === text)
    return isHeard ? undefined : `the agent did not hear the kernel say ${text}`
  }
}

/** The first line of them with one of the words, without its time. */
export function messageWith(pattern: RegExp, heard: string): string {
  const line = heard.split('\n').find((it) => pattern.test(it)) ?? ''
  return line.replace(/^\[[^\]]*\] /, '')
}

async function lines(): Promise<string[]> {
  return (await run('dmesg', [])).output.trimEnd().split('\n')
}

/** `[18454.994801] text` */
function secondsOf(line: string): number {
  return Number(/^\[ *(\d{1,12}\.\d{6})\]/.exec(line)?.[1] ?? 0)
}
