/** What people paste in the scenarios, and what they would read about it. */

/** One text that says it alone. */
export const FULL_MOUNT_TABLE =
  'Error response from daemon: mount /:/var/lib/docker/overlay2/737429e3db38/merged/rootfs, flags: 0x5000: no space left on device'

/** The mount table, a full disk and spent inodes give the same text. */
export const NO_SPACE =
  'docker: Error response from daemon: error creating overlay mount to /var/lib/docker/overlay2/4be1c09d2e7a-init/merged: no space left on device.'

/** Most of the table is in use. */
export const MOUNTS_NEAR_LIMIT = [
  '[root@node-7 ~]# docker exec my-agent wc -l /proc/self/mountinfo',
  '98760 /proc/self/mountinfo',
  '[root@node-7 ~]# sysctl fs.mount-max',
  'fs.mount-max = 100000',
].join('\n')

/** No process is anywhere near the limit. */
export const FEW_MOUNTS = [
  '# for p in /proc/[0-9]*; do echo "$(wc -l < $p/mountinfo) $p/mountinfo"; done 2>/dev/null | sort -rn | head -3; sysctl fs.mount-max',
  '412 /proc/8121/mountinfo',
  '388 /proc/990/mountinfo',
  '61 /proc/1/mountinfo',
  'fs.mount-max = 100000',
].join('\n')

export const LINK_LIMIT = "mkdir: cannot create directory '/data/upload/x': Too many links"

export const CHAT = 'lunch at twelve? I will be in the kitchen'
