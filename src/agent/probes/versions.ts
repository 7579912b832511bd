import { join } from 'node:path'
import type kernel from '../../facts/kernel.ts'
import type osRelease from '../../facts/os-release.ts'
import { type Looked, measured, type Probe } from '../../model/probe.ts'
import { describeOsRelease, readOsReleaseLine } from '../../parsers/text/os-release-line.ts'
import { type NodeView, seenAt } from '../node-view.ts'
import { readStart } from './reading/bounded-file.ts'
import { notAnchored } from './reading/not-anchored.ts'
import { unread } from './reading/unread.ts'

const OS_RELEASE = '/etc/os-release'
const MOST_BYTES = 8_192
const NEEDS = { right: 'the right to read this file', absent: 'no such file' }

const probe: Probe<NodeView> = {
  summary: 'The release of the kernel, the processor architecture and the distribution.',
  yields: ['kernel', 'os-release'],
  deadlineMs: 1_000,
  pieces: () => [
    { name: 'kernel', pool: 'kernel' },
    { name: OS_RELEASE, pool: 'local' },
  ],
  look: (view, { name }) => (name === OS_RELEASE ? distribution(view) : kernelOf(view)),
}

export default probe

/** All containers of a node share its kernel, and so what these files say. */
function kernelOf(view: NodeView): Looked {
  const file = join(view.proc, 'sys/kernel/osrelease')
  try {
    const release = readStart(file, 256).trim()
    const [, major, minor] = /^(\d{1,3})\.(\d{1,4})/.exec(release) ?? []
    if (major === undefined || minor === undefined) return { facts: [], notChecked: [] }
    const fields = { release, major: Number(major), minor: Number(minor), machine: machine(view) }
    return { facts: [measured<typeof kernel>('kernel', fields)], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(file, error, NEEDS)] }
  }
}

/** Kernels before 6.1 do not tell: https://docs.kernel.org/admin-guide/sysctl/kernel.html#arch */
function machine(view: NodeView): string | undefined {
  try {
    return readStart(join(view.proc, 'sys/kernel/arch'), 64).trim() || undefined
  } catch {
    return undefined
  }
}

function distribution(view: NodeView): Looked {
  const at = seenAt(view, OS_RELEASE)
  if (at === undefined) return { facts: [], notChecked: [notAnchored(view, OS_RELEASE)] }
  try {
    const variables = readStart(at, MOST_BYTES)
      .split('\n')
      .flatMap((line) => {
        const variable = readOsReleaseLine(line)
        return variable ? [variable] : []
      })
    const fields = describeOsRelease(variables)
    return { facts: fields ? [measured<typeof osRelease>('os-release', fields)] : [], notChecked: [] }
  } catch (error) {
    return { facts: [], notChecked: [unread(OS_RELEASE, error, NEEDS)] }
  }
}
