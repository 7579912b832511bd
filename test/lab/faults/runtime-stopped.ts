import type { Fault } from '../fault.ts'

/** containerd is there and says nothing. */
export const runtimeStopped: Fault = {
  name: 'runtime-stopped',
  case: 'pleg-runtime-hung',
  healthy: { verdict: 'undecided', why: 'only kubelet’s own figures rule it out, and there is no kubelet' },
  async make({ docker }, undo) {
    undo.add('let it go on', () => docker.containerd.signal('SIGCONT'))
    docker.containerd.signal('SIGSTOP')
    const fields = { runtime: 'cri', question: 'version', answered: false }
    return { error: OF_KUBELET, proof: { fact: 'runtime-answer', fields } }
  },
}

/** The one text that no command of the lab gives: there is no kubelet. */
const OF_KUBELET =
  'E1120 09:14:02.118203    1411 generic.go:453] "PLEG: Failed reinspection" failed reinspection: rpc error: code = DeadlineExceeded desc = context deadline exceeded'
