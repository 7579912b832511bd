/** A file system by the names that a table of file systems gives it. */
interface Named {
  readonly type?: string | undefined
  readonly device?: string | undefined
  readonly mountpoint: string
}

/** Whether how full it is means what it means for a disk: the three flags of a `filesystem` fact. */
export function natureOf(named: Named): { image: boolean; pseudo: boolean; memory: boolean } {
  return { image: isImage(named), pseudo: isPseudo(named), memory: isMemory(named) }
}

const IMAGE_TYPE = /^(?:squashfs|fuse\.squashfuse|iso9660|cramfs|erofs)$/
const IMAGE_PLACE = /^\/(?:snap|var\/lib\/snapd\/snap|run\/media|run\/live|media|cdrom)(?:\/|$)/

function isImage({ type = '', device = '', mountpoint }: Named): boolean {
  if (IMAGE_TYPE.test(type) || device === 'squashfuse' || /^\/dev\/sr\d{1,3}$/.test(device)) return true
  return /^\/dev\/loop\d{1,6}$/.test(device) && IMAGE_PLACE.test(mountpoint)
}

const KERNEL_MADE =
  /^(?:udev|devtmpfs|devfs|dev|proc|sysfs|cgroup2?|cgroup_root|cgmfs|devpts|mqueue|debugfs|tracefs|securityfs|pstore|bpf|configfs|hugetlbfs|autofs|systemd-1|binfmt_misc|fusectl|efivarfs|rpc_pipefs|nsfs|selinuxfs)$/

/** Also a tmpfs below /proc or /sys: runtimes put empty ones there to hide what is below. */
function isPseudo({ type = '', device = '', mountpoint }: Named): boolean {
  return KERNEL_MADE.test(type) || KERNEL_MADE.test(device) || /^\/(?:proc|sys)\//.test(mountpoint)
}

const MEMORY = /^(?:tmpfs|shm|ramfs)$/

/** Without a type the device tells, which for a tmpfs may be any name: /dev/shm is memory whatever it is called. */
function isMemory({ type, device = '', mountpoint }: Named): boolean {
  return MEMORY.test(type ?? device) || (type === undefined && mountpoint === '/dev/shm')
}
