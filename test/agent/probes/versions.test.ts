import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/versions.ts'
import { anchoredNode } from './anchored-node.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const OS_RELEASE = '/etc/os-release'
const PIECE = { name: OS_RELEASE, pool: 'local' } as const

test('the kernel', async () => {
  const view = scratchNode({
    'proc/sys/kernel/osrelease': '5.15.0-91-generic\n',
    'proc/sys/kernel/arch': 'aarch64\n',
  })
  const { facts } = await probe.look(view, ONE_PIECE)
  expect(facts).toEqual([
    { kind: 'kernel', fields: { release: '5.15.0-91-generic', major: 5, minor: 15, machine: 'aarch64' } },
  ])
})

test('an old kernel does not tell the architecture', async () => {
  const view = scratchNode({ 'proc/sys/kernel/osrelease': '3.10.0-1160.el7.x86_64\n' })
  expect((await probe.look(view, ONE_PIECE)).facts[0]?.fields.machine).toBeUndefined()
})

test('the distribution', async () => {
  const text = 'NAME="Ubuntu"\nVERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\nPRETTY_NAME="Ubuntu 22.04.3 LTS"\n'
  const { facts } = await probe.look(anchoredNode({ [OS_RELEASE]: text }, [OS_RELEASE]), PIECE)
  expect(facts[0]?.fields).toEqual({
    distribution: 'ubuntu',
    versionId: '22.04',
    prettyName: 'Ubuntu 22.04.3 LTS',
  })
})

test('the distribution of a container is nobody’s', async () => {
  const { facts, notChecked } = await probe.look(anchoredNode({ [OS_RELEASE]: 'ID=alpine' }, []), PIECE)
  expect(facts).toEqual([])
  expect(notChecked.map(({ why }) => why)).toEqual(['missing-right'])
})
