/** Which argument of a system call is the path that the call makes, changes or looks up. */
const PATH_ARGUMENT = new Map<string, number>([
  ...inPlace(
    0,
    'open creat mkdir mknod unlink rmdir truncate chdir chroot execve umount umount2 statfs swapon pivot_root',
  ),
  ...inPlace(0, 'stat lstat access chmod chown lchown setxattr lsetxattr'),
  ...inPlace(1, 'mount link symlink rename openat openat2 mkdirat mknodat unlinkat newfstatat statx open_tree'),
  ...inPlace(1, 'faccessat faccessat2 fchmodat fchownat utimensat inotify_add_watch'),
  ...inPlace(2, 'symlinkat'),
  ...inPlace(3, 'linkat renameat renameat2 move_mount'),
])
const MAX_PATH_LENGTH = 300

/**
 * The path that a call is about, out of its arguments as strace and bcc print them (`"proc", "/proc", …`): for mount
 * the mount point, for a call on a descriptor the file that `strace -y` names. Undefined when none is printed whole.
 */
export function callTarget(syscall: string, args: string): string | undefined {
  const index = PATH_ARGUMENT.get(syscall)
  const path = index === undefined ? descriptorPath(args) : quotedText(callArguments(args, index + 1)[index])
  return path?.slice(0, MAX_PATH_LENGTH)
}

function inPlace(index: number, syscalls: string): [string, number][] {
  return syscalls.split(' ').map((syscall) => [syscall, index])
}

/** `1</var/lib/x>` is descriptor 1, open on /var/lib/x. */
function descriptorPath(args: string): string | undefined {
  return /^\d{1,7}<(\/[^<>"]{0,4096})>/.exec(args)?.[1]
}

/** Undefined for NULL, for a number, and for a string that the tracer cut (`"abc"...`). */
function quotedText(argument: string | undefined): string | undefined {
  if (!argument?.startsWith('"') || !argument.endsWith('"') || argument.length < 3) return undefined
  return argument.slice(1, -1)
}

/** The first arguments of a call: parted at commas outside quotes and brackets. */
function callArguments(args: string, limit: number): string[] {
  const parts: string[] = []
  let from = 0
  let depth = 0
  for (let i = 0; i < args.length && parts.length < limit; i++) {
    const char = args[i]
    if (char === '"') i = closingQuote(args, i)
    else if (char === '[' || char === '{' || char === '(') depth++
    else if (char === ']' || char === '}' || char === ')') depth--
    else if (char === ',' && depth === 0) {
      parts.push(args.slice(from, i).trim())
      from = i + 1
    }
  }
  if (parts.length < limit) parts.push(args.slice(from).trim())
  return parts
}

function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return text.length
}
