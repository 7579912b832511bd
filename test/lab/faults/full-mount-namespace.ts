import { readFileSync } from 'node:fs'
import { IMAGE } from '../docker.ts'
import type { Fault } from '../fault.ts'
import { must } from '../processes.ts'
import { until } from '../wait.ts'

const LONGEST_MS = 60_000

/**
 * A container with the root of the node mounts until it may no more: about 100,000 mounts, in its own namespace only,
 * while that of pid 1 is nearly empty.
 */
export const fullMountNamespace: Fault = {
  name: 'full-mount-namespace',
  case: 'mount-max-exhausted',
  async make(_node, undo) {
    const container = (await must('docker', ['run', ...OPTIONS, IMAGE, 'sh', '-c', FILL])).trim()
    undo.add('remove the container', () => must('docker', ['rm', '-f', container]))
    const error = await until(
      'the error of mount',
      async () => /^.*No space left on device.*$/m.exec(await must('docker', ['logs', container]))?.[0],
      LONGEST_MS,
    )
    const pid = Number(await must('docker', ['inspect', '--format', '{{.State.Pid}}', container]))
    const count = readFileSync(`/proc/${pid}/mountinfo`).filter((byte) => byte === NEWLINE).length
    return {
      error,
      proof: { fact: 'mount-table', fields: { count, container, pid } },
      complaint({ facts }) {
        const first = facts.find(({ kind, fields }) => kind === 'mount-table' && fields.pid === 1)
        return Number(first?.fields.count) < 1000 ? undefined : `pid 1 has ${first?.fields.count} mounts, expected few`
      },
    }
  },
}

const NEWLINE = 10
const OPTIONS = [
  ...['-d', '--network', 'none', '-v', '/:/host', '--cap-add', 'SYS_ADMIN'],
  ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
]

/** 999 bind mounts in one directory, and that directory again and again: one by one it would take minutes. */
const FILL = `
mkdir /host/run/lab/full
busybox chroot /host sh -c '
  mount -t tmpfs tmpfs /run/lab/full; mount --make-private /run/lab/full; cd /run/lab/full; mkdir many copies
  mount -t tmpfs tmpfs many; mount --make-private many
  i=0; while [ $i -lt 998 ]; do i=$((i+1)); mkdir many/$i; mount --bind many/$i many/$i; done
  i=0; while i=$((i+1)); mkdir copies/$i; mount --rbind many copies/$i; do :; done' 2>&1
sleep 1000`
