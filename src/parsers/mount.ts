import mountKind from '../facts/mount.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { mountFields } from './text/mount-options.ts'
import { readRun } from './text/run.ts'

const MOST_ROWS = 2000
const LONGEST_LINE = 65_536
const OPTIONS = /^([\w.-]{1,60}) \((r[wo](?:,[^()]{0,60000})?)\)(?: \[[^\]]{0,200}\])?$/

/**
 * `mount` without arguments: one mount a line, `DEVICE on MOUNTPOINT type TYPE (OPTIONS)`, from util-linux and busybox.
 *
 * The options must start with `rw` or `ro`, as the kernel's do, so that a sentence about a mount is none. It does not
 * show propagation; mountinfo does. A device with a blank is refused unless it is a share (`//server/My files`).
 */
const mount: Parser = {
  command: 'mount',
  cues: [' type <*> (rw', ' type <*> (ro'],
  sample: `proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)
/dev/vda1 on / type ext4 (rw,relatime,errors=remount-ro)
overlay on /var/lib/docker/overlay2/1f0c/merged type overlay (rw,relatime,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w)
/dev/vdb on /data type xfs (ro,noatime,prjquota)`,
  read(lines, at) {
    const { rows, to } = readRun(lines, at, readMount)
    if (rows.length === 0) return undefined
    const facts = rows.slice(0, MOST_ROWS).map((row) => observe(mountKind, row.value, row.at))
    return { facts, from: at, to }
  },
}

export default mount

function readMount(line: string) {
  if (line.length > LONGEST_LINE) return undefined
  const text = line.trim()
  const on = text.indexOf(' on /')
  const type = text.lastIndexOf(' type ')
  if (on <= 0 || type <= on) return undefined
  const device = text.slice(0, on)
  const [, name, options] = OPTIONS.exec(text.slice(type + 6)) ?? []
  if (!name || !options || (/\s/.test(device) && !device.startsWith('//'))) return undefined
  return mountFields({ device, mountpoint: text.slice(on + 4, type), type: name, options: options.split(',') })
}
