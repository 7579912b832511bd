/** Errors that the library knows and one that it does not, each as often as the others and never twice the same. */
export function pasteOf(number: number): string {
  const paste = PASTES[number % PASTES.length] ?? ''
  return paste.replace('<id>', number.toString(16).padStart(12, '4f3c2b1a09e8'))
}

const PASTES = [
  'Error response from daemon: mount /:/var/lib/docker/overlay2/<id>/merged/rootfs, flags: 0x5000: no space left on device',
  'E1121 10:00:01.000001 1680 generic.go:224] GenericPLEG: Unable to retrieve pods: rpc error: code = DeadlineExceeded <id>',
  'df: /var/lib/docker/overlay2/<id>: Stale file handle, is that bad?',
]
