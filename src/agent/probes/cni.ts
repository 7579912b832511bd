import { accessSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type cniConfig from '../../facts/cni-config.ts'
import type cniPlugin from '../../facts/cni-plugin.ts'
import { type Looked, measured, type Piece, type Probe } from '../../model/probe.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readPlugins } from './reading/cni-plugins.ts'
import { notAnchored } from './reading/not-anchored.ts'
import { unread } from './reading/unread.ts'

const CONFIGS = '/etc/cni/net.d'
const PROGRAMS = '/opt/cni/bin'
const FILES_MAX = 1_000
const NEEDS = { right: 'the right to list this folder', absent: 'no such folder: no CNI, or the runtime uses another' }

/** Of the configuration only the names of the plugins are told: the rest may hold credentials. */
const probe: Probe<NodeView> = {
  summary: 'Whether the pod network is configured (/etc/cni/net.d), and whether the plugins that it names are there.',
  yields: ['cni-config', 'cni-plugin'],
  deadlineMs: 1_000,
  pieces: (): Piece[] => [{ name: CONFIGS, pool: 'local' }],
  look: (view) => {
    const at = seenAt(view, CONFIGS)
    return at === undefined ? { facts: [], notChecked: [notAnchored(view, CONFIGS)] } : lookAt(view, at)
  },
}

export default probe

function lookAt(view: NodeView, at: string): Looked {
  try {
    const configs = readdirSync(at).slice(0, FILES_MAX).filter(isConfig).sort()
    return describe(view, at, configs)
  } catch (error) {
    return { facts: [], notChecked: [unread(CONFIGS, error, NEEDS)] }
  }
}

/** https://github.com/containernetworking/cni/blob/main/libcni/api.go (ConfFiles) */
function isConfig(name: string): boolean {
  return /\.(?:conf|conflist|json)$/.test(name)
}

function describe(view: NodeView, at: string, configs: readonly string[]): Looked {
  const [first] = configs
  const plugins = first === undefined ? undefined : readPlugins(join(at, first))
  const programs = seenAt(view, PROGRAMS)
  // Where the folder cannot be seen, or is not the one that this runtime uses, nothing is called missing.
  const isSeen = programs !== undefined && isThere(programs)
  const rows = isSeen ? (plugins ?? []).map((plugin) => pluginRow(plugin, programs)) : []
  const config = {
    path: CONFIGS,
    configs: configs.length,
    first,
    plugins: plugins?.length,
    missingPlugins: plugins && isSeen ? rows.filter((row) => !row.present).length : undefined,
  }
  return {
    facts: [
      measured<typeof cniConfig>('cni-config', config),
      ...rows.map((row) => measured<typeof cniPlugin>('cni-plugin', row)),
    ],
    notChecked: plugins && programs === undefined ? [notAnchored(view, PROGRAMS)] : [],
  }
}

function pluginRow(plugin: string, programs: string) {
  return { plugin, present: isThere(join(programs, plugin)), toldBy: 'agent', folder: PROGRAMS } as const
}

function isThere(path: string): boolean {
  try {
    accessSync(path)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
}
