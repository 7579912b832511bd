import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seenBelow } from '../../../src/agent/docker/volume.ts'
import { type NodeView, seenAt } from '../../../src/agent/node-view.ts'
import resolver from '../../../src/agent/probes/resolver.ts'
import { anchoredNode } from './anchored-node.ts'

const FILE = '/etc/resolv.conf'

/** As `/proc/self/mountinfo` has it in a container that the file is mounted into. */
function withMount(view: NodeView, root: string): NodeView {
  mkdirSync(join(view.proc, 'self'), { recursive: true })
  const at = view.anchors[0]?.at
  writeFileSync(join(view.proc, 'self/mountinfo'), `115 95 254:0 ${root} ${at} ro,relatime - ext4 /dev/vda rw\n`)
  return view
}

function nodeWith(root: string): NodeView {
  return withMount(anchoredNode({ [FILE]: 'nameserver 192.0.2.53\n' }, [FILE]), root)
}

test('an anchor that stands for a deleted file says nothing of the node', async () => {
  const view = nodeWith(`${FILE}//deleted`)
  expect(seenAt(view, FILE)).toBeUndefined()
  expect(await resolver.look(view, { name: FILE, pool: 'local' })).toMatchObject({
    facts: [],
    notChecked: [{ what: FILE, why: 'not-trusted' }],
  })
})

test('one that is still there is believed', async () => {
  const view = nodeWith(FILE)
  expect(seenAt(view, FILE)).toBe(view.anchors[0]?.at)
  const { facts } = await resolver.look(view, { name: FILE, pool: 'local' })
  expect(facts.map(({ fields }) => fields.firstNameserver)).toEqual(['192.0.2.53'])
})

test('nothing below a directory that was deleted is looked at', () => {
  const volumes = '/var/lib/docker/volumes'
  const file = `${volumes}/a/_data`
  const there = withMount(anchoredNode({ [`${file}/x`]: '' }, [volumes]), volumes)
  expect(seenBelow(there, file)).toBe(`${there.anchors[0]?.at}/a/_data`)
  expect(seenBelow(withMount(there, `${volumes}//deleted`), file)).toBeUndefined()
})
