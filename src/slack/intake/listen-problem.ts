import { KnownError } from '../../model/known-error.ts'

/** Why a port could not be listened on, for the person who set it; any other error as it is. */
export function listenProblem(cause: unknown, port: number, setting: string): unknown {
  if (!(cause instanceof Error && 'syscall' in cause && cause.syscall === 'listen')) return cause
  const code = 'code' in cause ? String(cause.code) : cause.message
  const why = code === 'EADDRINUSE' ? 'another program listens there' : 'the system does not allow it'
  return new KnownError(
    'port-taken',
    `cannot listen on port ${port} (${code}): ${why}; set another \`${setting}\` in the configuration`,
    { cause },
  )
}
