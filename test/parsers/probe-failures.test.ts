import { expect, test } from 'vitest'
import probeFailures from '../../src/parsers/probe-failures.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

test('counts an event as often as it was seen', () => {
  const text = `Events:
  Warning  Unhealthy  5m2s (x88 over 3h10m)  kubelet  Readiness probe failed: command timed out
  Warning  Unhealthy  41s (x67 over 3h4m)   kubelet  Liveness probe failed: command timed out after 1s`
  expect(factsIn(probeFailures, text)).toMatchObject([{ first: 1 }, { first: 2 }])
  expect(fieldsIn(probeFailures, text)).toEqual([
    { probe: 'Readiness', how: 'exec-timeout', count: 88, cause: 'command timed out' },
    { probe: 'Liveness', how: 'exec-timeout', count: 67, timeoutSeconds: 1, cause: 'command timed out after 1s' },
  ])
})

test.each([
  ['command "/opt/web/check --live" timed out', { how: 'exec-timeout', command: '/opt/web/check --live' }],
  [
    'command "sh -c "echo ok"" timed out after 2s',
    { how: 'exec-timeout', command: 'sh -c "echo ok"', timeoutSeconds: 2 },
  ],
  [
    'rpc error: code = DeadlineExceeded desc = failed to exec in container: timeout 1s exceeded: context deadline exceeded',
    { how: 'exec-timeout', timeoutSeconds: 1 },
  ],
  ['rpc error: code = Unknown desc = command error: command timed out', { how: 'exec-timeout' }],
  ['OCI runtime exec failed: write /tmp/runc-process1: no space left on device: unknown', { how: 'exec-error' }],
  ['rpc error: code = NotFound desc = failed to exec in container: no running task found', { how: 'exec-error' }],
  ['Get "http://10.0.0.7:8080/healthz": dial tcp 10.0.0.7:8080: connect: connection refused', { how: 'http' }],
  ['Get http://10.0.0.7:8080/healthz: net/http: request canceled (Client.Timeout exceeded)', { how: 'http' }],
  ['HTTP probe failed with statuscode: 503', { how: 'http' }],
  ['dial tcp 10.0.0.7:6379: i/o timeout', { how: 'tcp' }],
  ['service unhealthy (responded with "NOT_SERVING")', { how: 'other' }],
  ['cat: /tmp/healthy: No such file or directory', { how: 'other' }],
  ['redis-cli: timed out, see dial tcp', { how: 'other' }],
])('judges %s', (cause, said) => {
  expect(fieldsIn(probeFailures, `Startup probe failed: ${cause}`)).toEqual([
    { probe: 'Startup', count: 1, cause, ...said },
  ])
})

test.each([
  ['an error', 'Liveness probe errored: rpc error: code = Unknown desc = x'],
  ['an unknown state', 'Liveness probe errored and resulted in unknown state: rpc error: code = Unknown desc = x'],
  [
    'the log of an old kubelet',
    'I0311 09:14:49.630118 2210 prober.go:111] Liveness probe for "web-0_shop(6c1f):web" errored: rpc error: code = Unknown desc = x',
  ],
  [
    'the log of a kubelet',
    'E0311 09:14:49.630118    2210 prober.go:104] "Probe errored" err="rpc error: code = Unknown desc = x" probeType="Liveness" pod="shop/web-0" podUID="6c1f" containerName="web"',
  ],
])('reads %s', (_what, line) => {
  expect(fieldsIn(probeFailures, line)).toEqual([
    { probe: 'Liveness', how: 'exec-error', count: 1, cause: 'rpc error: code = Unknown desc = x' },
  ])
})

test('reads what the command printed out of the log of a kubelet', () => {
  const line =
    'I0311 09:14:49.630118    2210 prober.go:107] "Probe failed" probeType="Readiness" pod="shop/web-0" containerName="web" probeResult="failure" output="HTTP probe failed with statuscode: 500"'
  expect(fieldsIn(probeFailures, line)).toEqual([
    { probe: 'Readiness', how: 'http', count: 1, cause: 'HTTP probe failed with statuscode: 500' },
  ])
})

test('counts the repeats of an event in marked up text', () => {
  const line = '*Warning  Unhealthy  50m (x6 over 53m)   kubelet  Liveness probe failed: command timed out*'
  expect(fieldsIn(probeFailures, line)).toMatchObject([{ count: 6 }])
})

test('takes the count and not the columns behind the message from a wide list', () => {
  const line =
    '4m   Warning   Unhealthy   pod/web-0   spec.containers{web}   kubelet, node4   Liveness probe failed: dial tcp 10.0.0.7:80: i/o timeout   1h   12   web-0.17a1b2c3d4e5f607'
  expect(fieldsIn(probeFailures, line)).toEqual([
    { probe: 'Liveness', how: 'tcp', count: 12, cause: 'dial tcp 10.0.0.7:80: i/o timeout' },
  ])
})

test('cuts a long cause', () => {
  const [fact] = factsIn(probeFailures, `Readiness probe failed: ${'x'.repeat(5_000)}`)
  expect(fact?.fields.cause).toHaveLength(200)
})

test('leaves out a cause that is not said', () => {
  expect(fieldsIn(probeFailures, 'Readiness probe failed:')).toEqual([{ probe: 'Readiness', how: 'other', count: 1 }])
})

test.each([
  ['prose', 'every readiness probe failed on that node'],
  ['another probe', 'space probe failed: no signal'],
  ['a log line without the kind of probe', 'prober.go:107] "Probe failed" pod="shop/web-0" output="x"'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(probeFailures, text)).toEqual([])
})
