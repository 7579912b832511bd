interface Mounted {
  readonly device: string
  readonly mountpoint: string
  readonly type: string
  /** Of the mount and of its file system. */
  readonly options: readonly string[]
  readonly propagation?: 'shared' | 'slave' | 'private'
}

/** The fields of a `mount` fact from one line of whichever mount table. */
export function mountFields({ device, mountpoint, type, options, propagation }: Mounted) {
  return {
    mountpoint,
    device,
    fsType: type,
    readOnly: options.includes('ro'),
    propagation,
    volatile: type === 'overlay' && (options.includes('volatile') || options.includes('fsync=volatile')),
    projectQuota: options.includes('prjquota') || options.includes('pquota'),
  }
}
