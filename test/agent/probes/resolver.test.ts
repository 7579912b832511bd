import { expect, test } from 'vitest'
import probe from '../../../src/agent/probes/resolver.ts'
import { anchoredNode } from './anchored-node.ts'

const FILE = '/etc/resolv.conf'
const PIECE = { name: FILE, pool: 'local' } as const

test('what the resolv.conf of the node says, with the defaults of what it does not', async () => {
  const text =
    '# made by hand\nsearch corp.example\nnameserver 192.0.2.53\nnameserver 192.0.2.54\noptions timeout:1 rotate\n'
  const { facts } = await probe.look(anchoredNode({ [FILE]: text }, [FILE]), PIECE)
  expect(facts.map(({ fields }) => fields)).toEqual([
    {
      path: FILE,
      nameservers: 2,
      firstNameserver: '192.0.2.53',
      searchDomains: 1,
      clusterSearch: false,
      ndots: 1,
      timeoutSeconds: 1,
      attempts: 2,
      singleRequest: false,
      useTcp: false,
    },
  ])
})

test('a path that was not given, one that is not there, and one that nobody may name', async () => {
  const view = anchoredNode({ '/etc/hostname': '', '/etc/passwd': 'nameserver 192.0.2.1' }, [FILE, '/etc/passwd'])
  expect(await probe.look(view, PIECE)).toMatchObject({ facts: [], notChecked: [{ what: FILE, why: 'not-here' }] })
  const other = await probe.look(view, { name: '/run/systemd/resolve/resolv.conf', pool: 'local' })
  expect(other).toMatchObject({ facts: [], notChecked: [{ why: 'missing-right' }] })
  expect((await probe.look(view, { name: '/etc/passwd', pool: 'local' })).facts).toEqual([])
})
