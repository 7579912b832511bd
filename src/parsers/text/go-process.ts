import type { Goroutine } from './goroutine.ts'

export type GoProcess = 'dockerd' | 'containerd' | 'containerd-shim' | 'kubelet' | 'unknown'

const KUBELET = ['k8s.io/kubernetes/pkg/kubelet', 'k8s.io/kubernetes/cmd/kubelet']
const DOCKERD = ['daemon', 'volume', 'container.', 'container/', 'api/server', 'libcontainerd', 'cmd/dockerd'].map(
  (folder) => `github.com/docker/docker/${folder}`,
)
/** Its daemon and dockerd with it vendor the packages of containerd: a dump with them needs more to be containerd's. */
const BUILDKIT = ['github.com/moby/buildkit']
const SHIM = [
  'github.com/containerd/containerd/runtime/v2/runc',
  'github.com/containerd/containerd/runtime/v1/shim',
  'github.com/containerd/containerd/pkg/process.',
  'github.com/containerd/containerd/cmd/containerd-shim',
  'github.com/containerd/containerd/v2/cmd/containerd-shim',
]
const CONTAINERD = [
  'github.com/containerd/containerd/services/',
  'github.com/containerd/containerd/pkg/cri/',
  'github.com/containerd/containerd/metadata.',
  'github.com/containerd/containerd/gc/',
  'github.com/containerd/containerd/runtime/v2.',
  'github.com/containerd/containerd/cmd/containerd/',
  'github.com/containerd/cri/pkg/',
  'github.com/containerd/containerd/v2/plugins/',
  'github.com/containerd/containerd/v2/internal/cri/',
  'github.com/containerd/containerd/v2/core/metadata.',
  'github.com/containerd/containerd/v2/core/runtime/v2.',
  'github.com/containerd/containerd/v2/cmd/containerd/',
]

/** Whose goroutines these are, one answer for each: a dump is of one process, but people paste several without a line between. */
export function judgeProcesses(dump: readonly Goroutine[]): GoProcess[] {
  const own = dump.map(judge)
  const seen = new Set(own.filter((process) => process !== undefined))
  if (seen.has('kubelet')) return own.map(() => 'kubelet')
  if (seen.has('dockerd')) return own.map(() => 'dockerd')
  const [only] = seen.size === 1 ? seen : []
  return own.map((process) => only ?? process ?? 'unknown')
}

function judge(goroutine: Goroutine): GoProcess | undefined {
  const names = [...goroutine.frames.map((frame) => frame.name), goroutine.createdBy ?? '']
  const has = (packages: readonly string[]) => names.some((name) => packages.some((start) => name.startsWith(start)))
  if (has(KUBELET)) return 'kubelet'
  if (has(DOCKERD)) return 'dockerd'
  if (has(BUILDKIT)) return 'unknown'
  if (has(SHIM)) return 'containerd-shim'
  return has(CONTAINERD) ? 'containerd' : undefined
}
