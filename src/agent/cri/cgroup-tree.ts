import { existsSync, readdirSync } from 'node:fs'

export interface CgroupDrivers {
  readonly kubelet: 'systemd' | 'cgroupfs' | undefined
  readonly runtime: 'systemd' | 'cgroupfs' | undefined
}

const PODS_MAX = 400
const POD = /(?:^|[-/])pod[0-9a-f_-]{32,36}(?:\.slice)?$/
const SCOPE = /^(?:cri-containerd|crio|docker)-[0-9a-f]{64}\.scope$/
const PLAIN = /^[0-9a-f]{64}$/

/**
 * Whoever makes a cgroup gives it its name: systemd `kubepods.slice` and `….scope`, kubelet and runc themselves
 * `kubepods` and the bare id (https://kubernetes.io/docs/setup/production-environment/container-runtimes/#cgroup-drivers).
 * Undefined where there is neither, or both: then the driver was changed since the boot.
 */
export function driversIn(hierarchy: string): CgroupDrivers {
  const bySystemd = existsSync(`${hierarchy}/kubepods.slice`)
  const byItself = existsSync(`${hierarchy}/kubepods`)
  if (bySystemd === byItself) return { kubelet: undefined, runtime: undefined }
  const kubelet = bySystemd ? 'systemd' : 'cgroupfs'
  return { kubelet, runtime: runtimeIn(`${hierarchy}/${bySystemd ? 'kubepods.slice' : 'kubepods'}`) }
}

function runtimeIn(root: string): CgroupDrivers['runtime'] {
  const names = podsBelow(root).flatMap(childrenOf)
  const scopes = names.some((name) => SCOPE.test(name))
  const plain = names.some((name) => PLAIN.test(name))
  if (scopes === plain) return undefined
  return scopes ? 'systemd' : 'cgroupfs'
}

/** Pods lie below the root itself (guaranteed ones) and one level deeper. */
function podsBelow(root: string): string[] {
  const first = childrenOf(root).map((name) => `${root}/${name}`)
  const deeper = first
    .filter((path) => !POD.test(path))
    .flatMap((path) => childrenOf(path).map((name) => `${path}/${name}`))
  return [...first, ...deeper].filter((path) => POD.test(path)).slice(0, PODS_MAX)
}

function childrenOf(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  } catch {
    return []
  }
}
