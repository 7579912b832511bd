import { mountFields, startsLikeTheKernel, undoEscapes } from './mount-options.ts'

/** One line of /proc/PID/mountinfo. https://docs.kernel.org/filesystems/proc.html#proc-pid-mountinfo */
export interface MountinfoLine {
  readonly id: string
  readonly parent: string
  /** `major:minor`, which names one file system wherever it is mounted. */
  readonly number: string
  /** The directory of the file system that is mounted. */
  readonly root: string
  readonly mountpoint: string
  readonly device: string
  readonly type: string
  readonly mountOptions: readonly string[]
  /** Of the file system itself, the same for all its mounts. */
  readonly filesystemOptions: readonly string[]
  readonly propagation: 'shared' | 'slave' | 'private'
}

/** Undefined when it is no such line. The kernel's octal escapes (`\040`) are undone. */
export function readMountinfo(line: string): MountinfoLine | undefined {
  const words = line.trim().split(' ')
  const [id = '', parent = '', number = '', root = '', mountpoint = '', options = ''] = words
  const dash = words.indexOf('-', 6)
  const [type, device, superOptions, ...others] = words.slice(dash + 1)
  if (!/^\d{1,10}$/.test(id) || !/^\d{1,10}$/.test(parent) || !/^\d{1,7}:\d{1,7}$/.test(number)) return undefined
  if (dash < 0 || !type || device === undefined || !superOptions || others.length > 0) return undefined
  if (!mountpoint.startsWith('/') || !startsLikeTheKernel(options)) return undefined
  return {
    id,
    parent,
    number,
    root: undoEscapes(root),
    mountpoint: undoEscapes(mountpoint),
    device: undoEscapes(device),
    type,
    mountOptions: options.split(','),
    filesystemOptions: superOptions.split(','),
    propagation: propagationOf(words.slice(6, dash)),
  }
}

/** The fields of its `mount` fact. */
export function mountinfoFields({ mountOptions, filesystemOptions, ...line }: MountinfoLine) {
  return mountFields({ ...line, options: [...mountOptions, ...filesystemOptions], filesystemOptions })
}

function propagationOf(tags: readonly string[]) {
  if (tags.some((tag) => tag.startsWith('shared:'))) return 'shared'
  return tags.some((tag) => tag.startsWith('master:')) ? 'slave' : 'private'
}
