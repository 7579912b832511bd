import type { Recurrence } from '../model/recurrence.ts'

/** Where Slack shows a message, as `chat.getPermalink` says it; undefined while the address of the workspace is not known. */
export function permalinkOf(
  workspace: string | undefined,
  channel: string,
  { message, thread }: Pick<Recurrence, 'message' | 'thread'>,
): string | undefined {
  if (workspace === undefined || !WORKSPACE.test(workspace) || !TIMESTAMP.test(message)) return undefined
  const inThread = thread !== message && TIMESTAMP.test(thread) ? `?thread_ts=${thread}&cid=${channel}` : ''
  return `${workspace}archives/${channel}/p${message.replace('.', '')}${inThread}`
}

const WORKSPACE = /^https:\/\/[\w.-]{1,250}\/$/
const TIMESTAMP = /^\d{1,16}\.\d{1,9}$/
