import { statSync } from 'node:fs'
import { join } from 'node:path'
import type clock from '../../facts/clock.ts'
import { type Looked, type Measured, measured, type Probe } from '../../model/probe.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { notAnchored } from './reading/not-anchored.ts'
import { unread } from './reading/unread.ts'

const CLOCKSOURCE = 'devices/system/clocksource/clocksource0/current_clocksource'

/** The same in every namespace: https://docs.kernel.org/admin-guide/sysctl/kernel.html#random */
const BOOT = 'sys/kernel/random/boot_id'

/** systemd-timesyncd touches it at each synchronisation: https://www.freedesktop.org/software/systemd/man/latest/systemd-timesyncd.service.html */
const SYNCHRONIZED = '/run/systemd/timesync/synchronized'

const NEEDS = {
  right: 'search permission on its folder',
  absent: 'systemd-timesyncd does not run here, or never synchronised since boot',
}

/** The kernel's own flag (STA_UNSYNC) takes a system call that Node does not have, and chronyd says what it knows on its socket only. */
const probe: Probe<NodeView> = {
  summary: 'What the clock says, the counter that it runs by, and when systemd-timesyncd last set it.',
  yields: ['clock'],
  deadlineMs: 1_000,
  pieces: () => [
    { name: 'clock', pool: 'kernel' },
    { name: SYNCHRONIZED, pool: 'local' },
  ],
  look: (view, piece) => (piece.name === SYNCHRONIZED ? lastSync(view) : { facts: [reading(view)], notChecked: [] }),
}

export default probe

/** The app compares it with its own clock when the answer comes, unless that is this one: the boot tells. */
function reading(view: NodeView): Measured {
  return measured<typeof clock>('clock', {
    toldBy: 'node',
    epochSeconds: Date.now() / 1000,
    boot: wordIn(join(view.proc, BOOT)),
    clocksource: wordIn(join(view.sys, CLOCKSOURCE)),
  })
}

function wordIn(file: string): string | undefined {
  try {
    return readStart(file, 64).trim() || undefined
  } catch {
    return undefined
  }
}

function lastSync(view: NodeView): Looked {
  const at = seenAt(view, SYNCHRONIZED)
  if (at === undefined) return { facts: [], notChecked: [notAnchored(view, SYNCHRONIZED)] }
  try {
    const secondsSinceSync = (Date.now() - statSync(at).mtimeMs) / 1000
    // A file from the future: the clock was set back since, and nobody knows how long ago that was.
    if (secondsSinceSync < 0) return { facts: [], notChecked: [] }
    return { facts: [measured<typeof clock>('clock', { toldBy: 'timesyncd', secondsSinceSync })], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(SYNCHRONIZED, error, NEEDS)] }
  }
}
