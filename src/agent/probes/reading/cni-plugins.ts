import { readStart } from './bounded-file.ts'

const MOST_BYTES = 65_536
const PLUGINS_MAX = 32
const NAME = /^[\w.-]{1,64}$/

/** The programs that a CNI configuration runs, those for addresses (`ipam`) included. Undefined when it cannot be read or is no such thing. */
export function readPlugins(file: string): readonly string[] | undefined {
  try {
    const config: unknown = JSON.parse(readStart(file, MOST_BYTES))
    const chain = listIn(config, 'plugins') ?? [config]
    const names = chain.slice(0, PLUGINS_MAX).flatMap((plugin) => [typeOf(plugin), typeOf(valueIn(plugin, 'ipam'))])
    return [...new Set(names.filter((name) => name !== undefined))]
  } catch {
    return undefined
  }
}

function typeOf(plugin: unknown): string | undefined {
  const type = valueIn(plugin, 'type')
  return typeof type === 'string' && NAME.test(type) && !/^\.+$/.test(type) ? type : undefined
}

function listIn(value: unknown, key: string): readonly unknown[] | undefined {
  const list = valueIn(value, key)
  return Array.isArray(list) ? list : undefined
}

function valueIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}
