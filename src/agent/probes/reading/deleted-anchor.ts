import { visitMounts } from './mount-lines.ts'

const MOST_BYTES = 1024 * 1024
/** https://github.com/torvalds/linux/blob/v6.6/fs/d_path.c#L114 (path_with_deleted) */
const DELETED = '//deleted'

/**
 * Whether what is mounted at an anchor was deleted on the node since: what is seen there then is what was, and a file that
 * was put in its place (as certificates and resolv.conf are) is not seen. Told by the mount table alone: no file is asked.
 * `proc` is where the kernel's files are, `at` the mount point.
 */
export function isDeletedAnchor(proc: string, at: string): boolean {
  let deleted = false
  try {
    visitMounts(`${proc}/self/mountinfo`, MOST_BYTES, ({ mountpoint, root }) => {
      if (mountpoint === at) deleted = root.endsWith(DELETED)
    })
  } catch {
    // Without a mount table there is no word against it.
  }
  return deleted
}
