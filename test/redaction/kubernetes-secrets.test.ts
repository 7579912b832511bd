import { expect, test } from 'vitest'
import { redact } from '../../src/redaction/redact.ts'

test('replaces the values of a manifest that is sorted by name', async () => {
  const text = `$ kubectl get secret db -o yaml
apiVersion: v1
data:
  user: YWRtaW4=
  tls.key: aHVudGVyMg==
kind: Secret
metadata:
  creationTimestamp: "2026-01-01T00:00:00Z"
  name: db
  ownerReferences:
  - apiVersion: apps/v1
    kind: Deployment
    name: db
type: Opaque`
  expect((await redact(text)).text).toBe(text.replace('YWRtaW4=', '[secret-1]').replace('aHVudGVyMg==', '[secret-2]'))
})

test('replaces stringData, with values over lines', async () => {
  const text = `kind: Secret
apiVersion: v1
stringData:
  name: plain
  config.yaml: |
    upstream: 192.0.2.1
      nested: true
  other: "quoted one"
type: Opaque`
  expect((await redact(text)).text).toBe(`kind: Secret
apiVersion: v1
stringData:
  name: [secret-1]
  config.yaml: |
    [secret-2]
      [secret-3]
  other: "[secret-4]"
type: Opaque`)
})

test('keeps the manifests of a list and of a stream apart', async () => {
  const list = `apiVersion: v1
items:
- apiVersion: v1
  data:
    a: c2VjcmV0
  kind: Secret
- apiVersion: v1
  data:
    a: b3Blbg==
  kind: ConfigMap
kind: List`
  expect((await redact(list)).text).toBe(list.replace('c2VjcmV0', '[secret-1]'))
  const stream = `apiVersion: v1
kind: Secret
data:
  a: c2VjcmV0
SEPARATOR
apiVersion: v1
kind: ConfigMap
data:
  a: b3Blbg==`
  for (const separator of ['---', '', '$ kubectl get cm -o yaml']) {
    const text = stream.replace('SEPARATOR', separator)
    expect((await redact(text)).text).toBe(text.replace('c2VjcmV0', '[secret-1]'))
  }
})

test('replaces the values of JSON, over lines and on one', async () => {
  const text = `{
    "apiVersion": "v1",
    "data": {
        "user": "YWRtaW4=",
        "key": "aHVudGVyMg=="
    },
    "kind": "Secret"
}`
  expect((await redact(text)).text).toBe(text.replace('YWRtaW4=', '[secret-1]').replace('aHVudGVyMg==', '[secret-2]'))
  const line = '{"apiVersion":"v1","data":{"user":"YWRtaW4=","key":"aHVudGVyMg=="},"kind":"Secret"}'
  expect((await redact(line)).text).toBe(line.replace('YWRtaW4=', '[secret-1]').replace('aHVudGVyMg==', '[secret-2]'))
  const escaped = JSON.stringify(line)
  expect((await redact(escaped)).text).toBe(
    escaped.replace('YWRtaW4=', '[secret-1]').replace('aHVudGVyMg==', '[secret-2]'),
  )
})

test.each([
  ['a ConfigMap', 'apiVersion: v1\ndata:\n  key: value\nkind: ConfigMap\nmetadata:\n  name: Secret'],
  ['data of something inside a Secret', 'kind: Secret\nmetadata:\n  annotations:\n    data:\n      a: value\n'],
  ['a ConfigMap on one line', '{"data":{"a":"value"},"kind":"ConfigMap"} Secret'],
  ['an empty Secret', 'apiVersion: v1\nkind: Secret\ndata:\nmetadata:\n  name: empty'],
  ['a line about Secrets', 'kind: Secret is mounted\ndata:\nfollows here: now'],
])('leaves %s', async (_what, text) => {
  expect(await redact(text)).toEqual({ text, secrets: 0 })
})
