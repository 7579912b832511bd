import type { Fault } from './fault.ts'
import { agentDiskFull } from './faults/agent-disk-full.ts'
import { agentInodesGone } from './faults/agent-inodes-gone.ts'
import { anonymousVolumes } from './faults/anonymous-volumes.ts'
import { blockedTasks } from './faults/blocked-tasks.ts'
import { bridgeFull } from './faults/bridge-full.ts'
import { busyMount } from './faults/busy-mount.ts'
import { cgroupIdsUsedUp } from './faults/cgroup-ids-used-up.ts'
import { conntrackFull } from './faults/conntrack-full.ts'
import { deadFuse } from './faults/dead-fuse.ts'
import { deletedOpenFile } from './faults/deleted-open-file.ts'
import { directoryIndexFull } from './faults/directory-index-full.ts'
import { expiredCertificate } from './faults/expired-certificate.ts'
import { filesUsedUp } from './faults/files-used-up.ts'
import { fullMountNamespace } from './faults/full-mount-namespace.ts'
import { hungMounts } from './faults/hung-mounts.ts'
import { inodesGone } from './faults/inodes-gone.ts'
import { inotifyUsedUp } from './faults/inotify-used-up.ts'
import { memoryUsedUp } from './faults/memory-used-up.ts'
import { mountMaxReached } from './faults/mount-max-reached.ts'
import { pidsUsedUp } from './faults/pids-used-up.ts'
import { runtimeStopped } from './faults/runtime-stopped.ts'
import { shmFull } from './faults/shm-full.ts'
import { tmpFull } from './faults/tmp-full.ts'
import { tooManyLinks } from './faults/too-many-links.ts'
import { tracerBusy } from './faults/tracer-busy.ts'
import { turnedReadOnly } from './faults/turned-read-only.ts'
import { volumeWithManyFiles } from './faults/volume-with-many-files.ts'
import { wrongMtu } from './faults/wrong-mtu.ts'
import { xfsShutDown } from './faults/xfs-shut-down.ts'
import { zombies } from './faults/zombies.ts'

/** In the order in which they are made. */
export const FAULTS: readonly Fault[] = [
  mountMaxReached,
  fullMountNamespace,
  inodesGone,
  tmpFull,
  agentDiskFull,
  agentInodesGone,
  deletedOpenFile,
  turnedReadOnly,
  xfsShutDown,
  busyMount,
  inotifyUsedUp,
  pidsUsedUp,
  memoryUsedUp,
  cgroupIdsUsedUp,
  filesUsedUp,
  zombies,
  tooManyLinks,
  directoryIndexFull,
  shmFull,
  anonymousVolumes,
  volumeWithManyFiles,
  conntrackFull,
  bridgeFull,
  wrongMtu,
  expiredCertificate,
  hungMounts,
  deadFuse,
  blockedTasks,
  tracerBusy,
  runtimeStopped,
]
