const LISTS_ITSELF_OR_MORE = /^-[a-zA-Z1]*[dR]|^--(?:directory|recursive)$/

/** The one directory whose entries an `ls` prints; undefined when it names none, several, a glob, or lists otherwise (`-d`, `-R`). */
export function listedDirectory([name, ...args]: readonly string[]): string | undefined {
  if (name !== 'ls' && name !== 'll') return undefined
  const paths = args.filter((arg) => !arg.startsWith('-'))
  if (args.some((arg) => LISTS_ITSELF_OR_MORE.test(arg))) return undefined
  const [path] = paths
  return path && paths.length === 1 && !/[*?[\]{}$'"\\]/.test(path) ? withoutSlash(path) : undefined
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
