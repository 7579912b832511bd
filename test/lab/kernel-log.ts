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

async function lines(): Promise<string[]> {
  return (await run('dmesg', [])).output.trimEnd().split('\n')
}

/** `[18454.994801] text` */
function secondsOf(line: string): number {
  return Number(/^\[ *(\d{1,12}\.\d{6})\]/.exec(line)?.[1] ?? 0)
}
