import { expect, test } from 'vitest'
import lsCni from '../../src/parsers/ls-cni.ts'
import { fieldsIn } from './facts-in.ts'

const PATH = '/etc/cni/net.d'

test('an empty folder', () => {
  expect(fieldsIn(lsCni, `[root@node-7 ~]# ls -l ${PATH}\ntotal 0\n[root@node-7 ~]#`)).toEqual([
    { path: PATH, configs: 0 },
  ])
})

test('configurations among other files', () => {
  const text = `# ls -la ${PATH}/
总用量 16
drwx------ 2 root root 4096 11月 16 14:19 .
drwxr-xr-x 3 root root 4096 11月 16 14:19 ..
-rw-r--r-- 1 root root  656 11月 16 14:19 10-calico.conflist
-rw------- 1 root root 2718 11月 16 14:19 calico-kubeconfig
lrwxrwxrwx 1 root root   20 11月 16 14:19 00-multus.conf -> /run/multus/00.conf`
  expect(fieldsIn(lsCni, text)).toEqual([{ path: PATH, configs: 2, first: '00-multus.conf' }])
})

test.each([
  ['a listing without -l', `# ls ${PATH}\n10-flannel.conflist`],
  ['no output', `# ls -l ${PATH}`],
  ['a folder that is not there', `# ls -l ${PATH}\nls: cannot access '${PATH}': No such file or directory`],
  ['a filter', `# ls -l ${PATH} | grep calico\ntotal 0`],
  ['prose', `look into ${PATH}\ntotal 0`],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(lsCni, text)).toEqual([])
})
