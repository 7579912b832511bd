import type { NotChecked } from '../../model/probe.ts'

type Why = Pick<NotChecked, 'why' | 'says'>

/** What an error of a socket or of a request says of the server behind it. `right` is what the agent would need. */
export function refusalOf(error: unknown, server: string, right: string, totalMs: number): Why {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return { why: 'missing-right', says: `${right} is needed to ask ${server}` }
    case 'ENOENT':
      return { why: 'not-here', says: `the socket of ${server} is not there` }
    case 'ECONNREFUSED':
      return { why: 'not-here', says: `nothing listens on the socket of ${server}: it does not run` }
    case 'EAGAIN':
      return {
        why: 'timed-out',
        says: `${server} accepted no connection for ${totalMs / 1000} s and its queue is full: it is stopped or hangs`,
      }
    case 'ABORT_ERR':
      return { why: 'timed-out', says: `${server} had not answered after ${totalMs / 1000} s` }
  }
  return { why: 'failed', says: `asking ${server} failed: ${String(codeOf(error) ?? error).slice(0, 200)}` }
}

/** Whether the server took the question and gave no answer in the time. */
export function isSilence(error: unknown): boolean {
  return codeOf(error) === 'ABORT_ERR' || codeOf(error) === 'EAGAIN'
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'ABORT_ERR'
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
