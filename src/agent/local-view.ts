import { existsSync } from 'node:fs'
import type { NodeView } from './node-view.ts'
import { isInFirstNamespaces } from './own-namespaces.ts'

const DOCKER_SOCKET = '/run/docker.sock'
const CONTAINERD_SOCKET = '/run/containerd/containerd.sock'

/** This machine as whoever runs the program sees it, with the sockets where distributions put them. */
export function localView(remote: boolean): NodeView {
  return {
    contained: !isInFirstNamespaces(),
    proc: '/proc',
    sys: '/sys',
    anchors: [],
    remote,
    dockerSocket: present(DOCKER_SOCKET),
    criSocket: present(CONTAINERD_SOCKET),
    kubelet: undefined,
  }
}

function present(path: string): string | undefined {
  return existsSync(path) ? path : undefined
}
