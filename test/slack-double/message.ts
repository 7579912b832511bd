import type { JsonRecord } from './json.ts'

/** A message as Slack stores it, under the names that its API uses. `channel` and `ts` together identify it. */
export interface Message {
  readonly type: 'message'
  readonly channel: string
  readonly ts: string
  subtype?: string
  thread_ts?: string
  readonly user?: string
  readonly bot_id?: string
  readonly app_id?: string
  readonly username?: string
  text: string
  blocks?: JsonRecord[]
  attachments?: JsonRecord[]
  files?: JsonRecord[]
  metadata?: JsonRecord
  edited?: { user: string; ts: string }
  reactions?: { name: string; users: string[]; count: number }[]
  readonly client_msg_id?: string
  hidden?: boolean
}

/** A message that only one person sees and that no method can read, change or find again. */
export interface Ephemeral extends Message {
  readonly to: string
}

/** What is said when a message is made; where and when is the workspace's to add. */
export type Draft = Omit<Message, 'type' | 'channel' | 'ts'>

/** A file as its bytes and as the object that the API shows of it. */
export interface StoredFile {
  readonly id: string
  readonly content: Buffer
  readonly channel: string
  readonly record: JsonRecord
}

export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts
}

/** The `ts` of the message that the thread hangs on; its own when it stands alone. */
export function rootOf(message: Message): string {
  return message.thread_ts ?? message.ts
}
