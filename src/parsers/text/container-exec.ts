const ENGINES = new Set(['docker', 'podman', 'nerdctl', 'crictl'])
const OPTIONS_WITH_VALUE = new Set(['-u', '--user', '-e', '--env', '--env-file', '-w', '--workdir', '--detach-keys'])

export interface Executed {
  readonly words: readonly string[]
  /** Name or id as typed; absent when the command ran outside. */
  readonly container?: string
}

/** What ran, and in which container: `docker exec -it web wc -l /proc/self/mountinfo`. A command outside any container is returned as it is. */
export function readExec(words: readonly string[]): Executed {
  const exec = words[1] === 'container' ? 2 : 1
  if (!ENGINES.has(words[0] ?? '') || words[exec] !== 'exec') return { words }
  let at = exec + 1
  while (words[at]?.startsWith('-')) at += OPTIONS_WITH_VALUE.has(words[at] ?? '') ? 2 : 1
  const container = words[at]
  return container === undefined ? { words: [] } : { words: words.slice(at + 1), container }
}
