import type { Double } from './double.ts'
import type { JsonRecord } from './json.ts'
import type { StoredFile } from './message.ts'
import type { Channel, User } from './workspace.ts'

/** A file or a snippet that somebody attaches to a message. */
export interface Attached {
  readonly name: string
  readonly content: string | Uint8Array
  readonly mimetype?: string
  readonly snippet?: boolean
}

/** Stores a file and returns what the message's event shows of it. */
export function attach(double: Double, channel: Channel, user: User, file: Attached): JsonRecord {
  const stored = store(double, channel, user, file)
  double.workspace.files.set(stored.id, stored)
  const { id, record } = stored
  const hidden = { id, created: record.created, user: user.id, mode: 'file_access', file_access: 'check_file_info' }
  return channel.external ? hidden : record
}

function store({ workspace, clock, addresses }: Double, channel: Channel, user: User, file: Attached): StoredFile {
  const id = workspace.nextId('F')
  const content = Buffer.from(file.content)
  const filetype = file.snippet ? 'text' : (file.name.split('.').at(-1) ?? 'text')
  const path = `/files-pri/${workspace.team.id}-${id}`
  const record = {
    id,
    created: Math.floor(clock.now() / 1000),
    timestamp: Math.floor(clock.now() / 1000),
    name: file.name,
    title: file.name,
    mimetype: file.mimetype ?? 'text/plain',
    filetype,
    pretty_type: filetype,
    user: user.id,
    user_team: workspace.team.id,
    editable: file.snippet ?? false,
    size: content.length,
    mode: file.snippet ? 'snippet' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: channel.kind === 'channel',
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${addresses.files}${path}/${encodeURIComponent(file.name)}`,
    url_private_download: `${addresses.files}${path}/download/${encodeURIComponent(file.name)}`,
    permalink: `https://${workspace.team.domain}.slack.com/files/${user.id}/${id}/${encodeURIComponent(file.name)}`,
    file_access: 'visible',
  }
  return { id, content, channel: channel.id, record }
}
