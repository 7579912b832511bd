import systemdManager from '../facts/systemd-manager.ts'
import { observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { typedPipe } from './text/command-line.ts'

const STATES = new Set(['initializing', 'starting', 'running', 'degraded', 'maintenance', 'stopping'])
const SILENT =
  /^Failed to (?:list units|get properties|get LoadState|query system state|introspect object \S{1,200} of service org\.freedesktop\.systemd1): (?:Failed to activate service 'org\.freedesktop\.systemd1': timed out|Connection timed out)/

/**
 * Whether systemd answers: `systemctl is-system-running` with its one word below, and what systemctl and busctl say when
 * they waited in vain.
 *
 * Refused: other failures of systemctl. Inside a container (`Failed to get D-Bus connection`, `System has not been
 * booted with systemd`) there is no systemd to answer.
 */
const systemctl: Parser = {
  command: 'systemctl is-system-running',
  cues: ['systemctl is-system-running', ': Connection timed out', "'org.freedesktop.systemd1': timed out"],
  sample: `# systemctl status sshd
Failed to get properties: Failed to activate service 'org.freedesktop.systemd1': timed out`,
  read(lines, at) {
    const text = (lines[at] ?? '').slice(0, 400).trim()
    if (SILENT.test(text))
      return { facts: [observe(systemdManager, { answered: false, problem: text }, at)], from: at, to: at + 1 }
    const [[command, verb] = []] = typedPipe(lines[at] ?? '')
    const state = (lines[at + 1] ?? '').slice(0, 100).trim()
    if (command !== 'systemctl' || verb !== 'is-system-running' || !STATES.has(state)) return undefined
    return { facts: [observe(systemdManager, { answered: true, state }, at, at + 1)], from: at, to: at + 2 }
  },
}

export default systemctl
