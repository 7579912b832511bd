import clock from '../facts/clock.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'

/** The first since systemd 235, the others before. */
const FLAG = /^\s{0,40}(?:System clock synchronized|NTP synchronized): (yes|no)\s{0,10}$/

/**
 * The line of `timedatectl` that shows the flag of the kernel: whether somebody disciplines the clock. `NTP service:
 * active` and `NTP enabled: yes` say only that a service runs, and are not read.
 */
const timedatectl: Parser = {
  command: 'timedatectl',
  cues: ['System clock synchronized:', 'NTP synchronized:'],
  sample: `               Local time: Fri 2026-11-20 09:00:00 UTC
System clock synchronized: no
              NTP service: active`,
  read(lines, at) {
    const [, flag] = FLAG.exec(lines[at]?.slice(0, 120) ?? '') ?? []
    if (flag === undefined) return undefined
    return { facts: [observe(clock, { toldBy: 'kernel', synchronized: flag === 'yes' }, at)], from: at, to: at + 1 }
  },
}

export default timedatectl
