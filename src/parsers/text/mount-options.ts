interface Mounted {
  readonly device: string
  readonly mountpoint: string
  readonly type: string
  /** Of the mount and of its file system; the mount's `rw` or `ro` stands first. */
  readonly options: readonly string[]
  /** Those of the file system alone, which only mountinfo tells apart. */
  readonly filesystemOptions?: readonly string[]
  readonly propagation?: 'shared' | 'slave' | 'private'
}

/** The fields of a `mount` fact from one line of whichever mount table. */
export function mountFields({ device, mountpoint, type, options, filesystemOptions, propagation }: Mounted) {
  return {
    mountpoint,
    device,
    fsType: type,
    readOnly: options.includes('ro') || options.includes(EMERGENCY),
    turnedReadOnly: turnedReadOnly(options, filesystemOptions),
    propagation,
    volatile: type === 'overlay' && (options.includes('volatile') || options.includes('fsync=volatile')),
    projectQuota: options.includes('prjquota') || options.includes('pquota'),
    noQuota: options.includes('noquota') ? true : undefined,
  }
}

/**
 * ext4 after an error with errors=remount-ro, since Linux 6.15; before, its superblock became `ro`.
 * https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/ext4/super.c
 */
const EMERGENCY = 'emergency_ro'

/** Undefined for what is writable. Who mounts with `ro` makes both read-only, the mount and the file system; an error takes the file system only. */
function turnedReadOnly(options: readonly string[], filesystem: readonly string[] | undefined): boolean | undefined {
  if (options.includes(EMERGENCY)) return true
  if (!filesystem || !options.includes('ro')) return undefined
  return options[0] === 'rw'
}

/** The kernel's options start with `rw` or `ro`. */
export function startsLikeTheKernel(options: string): boolean {
  return /^r[wo](?:,|$)/.test(options)
}

export function undoEscapes(text: string): string {
  return text.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
