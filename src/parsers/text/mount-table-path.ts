const PATH = /^(?:\/[\w.-]{1,60}){0,4}?\/proc(?:\/(self|thread-self|\d{1,10}))?\/(mounts|mountinfo)$/

/** Whose mount table a path names: `/proc/mounts`, `/proc/self/mountinfo`, `/host/proc/812/mounts`. `pid` is absent for the reader's own. */
export function readMountTablePath(path: string): { readonly pid?: number } | undefined {
  const [matched, process, file] = PATH.exec(path.slice(0, 300)) ?? []
  if (!matched || (!process && file === 'mountinfo')) return undefined
  return process && /^\d/.test(process) ? { pid: Number(process) } : {}
}
