import { readdir } from 'node:fs/promises'

/**
 * Loads the default export of every module in a folder: the folder is the list. If one of them is called `only`, then that
 * one alone, for what it imports may take long to load.
 *
 * Returns them by file name without extension, in alphabetical order. Throws when a module has no default export.
 */
export async function loadFolder<T>(folder: URL, only?: string): Promise<Map<string, T>> {
  const all = (await readdir(folder)).filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts')).sort()
  const one = all.filter((name) => name.slice(0, -3) === only)
  const files = one.length > 0 ? one : all
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)))
  return new Map(files.map((name, i) => [name.slice(0, -3), defaultExport<T>(modules[i], name)]))
}

function defaultExport<T>(module: { default?: T }, name: string): T {
  if (module.default === undefined)
    throw new Error(`${name} has no default export: a file of this folder is the thing that it exports`)
  return module.default
}
