import { expect, test } from 'vitest'
import crictlInfo from '../../src/parsers/crictl-info.ts'
import crictlPods from '../../src/parsers/crictl-pods.ts'
import crictlPs from '../../src/parsers/crictl-ps.ts'
import crictlVersion from '../../src/parsers/crictl-version.ts'
import { fieldsIn } from './facts-in.ts'

const PODS = `POD ID              CREATED             STATE               NAME                  NAMESPACE           ATTEMPT             RUNTIME
3f9f5d0c2b7aa       About an hour ago   Ready               web-6c9d7f5b8-x2x7k   shop                0                   (default)
c1d2e3f4a5b60       2 hours ago         NotReady            job-28711-aq1wz       shop                0                   (default)
d1d2e3f4a5b61       2 hours ago         NotReady            job-28712-bq1wz       shop                1                   (default)`

const CONTAINERS = `CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD
1f73f2d81bf98       6e38f40d628db       7 minutes ago       Running             web                 0                   3f9f5d0c2b7aa       web-6c9d7f5b8-x2x7k
9c5951df22c78       busybox@sha256:ab   3 hours ago         Exited              init                0                   c1d2e3f4a5b60       job-28711-aq1wz`

test('counts sandboxes by state', () => {
  expect(fieldsIn(crictlPods, `[root@node-7 ~]# crictl pods\n${PODS}\n# date`)).toEqual([{ ready: 1, notReady: 2 }])
  expect(fieldsIn(crictlPods, PODS)).toEqual([{ ready: 1, notReady: 2 }])
})

test('says zero only below the command', () => {
  const ready = PODS.split('\n').slice(0, 2).join('\n')
  expect(fieldsIn(crictlPods, ready)).toEqual([{ ready: 1 }])
  expect(fieldsIn(crictlPods, `# crictl pods\n${ready}`)).toEqual([{ ready: 1, notReady: 0 }])
})

test.each([
  ['a filter', `# crictl pods --state ready\n${PODS}`],
  ['a filter with its value', `# crictl pods --name=web\n${PODS}`],
  ['grep', `# crictl pods | grep -v job\n${PODS}`],
  ['a cut listing', `${PODS}\n...\n3f9f5d0c2b7ab       2 hours ago         Ready               x`],
  ['a torn row', `${PODS}\n3f9f5d0c2`],
  ['a header alone', PODS.split('\n')[0] ?? ''],
  ['containers', CONTAINERS],
])('counts no sandboxes after %s', (_, text) => {
  expect(fieldsIn(crictlPods, text)).toEqual([])
})

test('counts containers by state', () => {
  expect(fieldsIn(crictlPs, CONTAINERS)).toEqual([{ running: 1, exited: 1 }])
  expect(fieldsIn(crictlPs, `# crictl ps -a\n${CONTAINERS}`)).toEqual([{ running: 1, exited: 1, created: 0 }])
})

test('counts only what runs without -a', () => {
  const running = CONTAINERS.split('\n').slice(0, 2).join('\n')
  expect(fieldsIn(crictlPs, `# crictl ps\n${running}`)).toEqual([{ running: 1 }])
})

test.each([
  ['sandboxes', PODS],
  ['a filter', `# crictl ps -a --name web\n${CONTAINERS}`],
  ['docker ps', 'CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES'],
])('counts no containers in %s', (_, text) => {
  expect(fieldsIn(crictlPs, text)).toEqual([])
})

test('reads the conditions in either order of their fields', () => {
  const sorted = `      {
        "message": "",
        "reason": "",
        "status": true,
        "type": "RuntimeReady"
      },
      {
        "message": "Network plugin returns error: cni plugin not initialized",
        "reason": "NetworkPluginNotReady",
        "status": false,
        "type": "NetworkReady"
      }`
  const expected = [
    { runtimeReady: true },
    { networkReady: false, networkMessage: 'Network plugin returns error: cni plugin not initialized' },
  ]
  expect(fieldsIn(crictlInfo, sorted)).toEqual(expected)
  expect(fieldsIn(crictlInfo, crictlInfo.sample)).toEqual(expected)
})

test.each([
  ['a condition that was cut', '"type": "RuntimeReady"'],
  ['a node’s condition', '"type": "Ready",\n"status": "True",'],
])('reads nothing from %s', (_, text) => {
  expect(fieldsIn(crictlInfo, text)).toEqual([])
})

test('reads name and version of the runtime', () => {
  const text = 'Version:  0.1.0\nRuntimeName:  cri-o\nRuntimeVersion:  1.28.4\nRuntimeApiVersion:  v1'
  expect(fieldsIn(crictlVersion, text)).toEqual([{ name: 'cri-o', version: '1.28.4' }])
  expect(fieldsIn(crictlVersion, 'RuntimeName:  containerd')).toEqual([])
})
