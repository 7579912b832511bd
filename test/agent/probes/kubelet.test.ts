import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import kubelet from '../../../src/agent/probes/kubelet.ts'
import { ONE_PIECE, scratchNode } from './scratch-node.ts'

const HEALTHY = '[+]ping ok\n[+]log ok\n[+]syncloop ok\nhealthz check passed\n'
const SICK = '[+]ping ok\n[+]log ok\n[-]syncloop failed: reason withheld\nhealthz check failed\n'

test('tells health, relists, containers and operations of the runtime', async () => {
  const seen = Math.floor(Date.now() / 1000) - 200
  const { facts, notChecked } = await look((request, response) => {
    response.end(request.url === '/metrics' ? metrics(seen) : HEALTHY)
  })
  expect(notChecked).toEqual([])
  expect(facts).toEqual([
    { kind: 'kubelet-health', fields: { healthy: true, failing: undefined } },
    {
      kind: 'kubelet-metrics',
      fields: {
        relists: 1000,
        slowRelists: 4,
        meanRelistSeconds: 0.25,
        runningContainers: 12,
        exitedContainers: 18_500,
        silentSeconds: expect.closeTo(200, -1),
      },
    },
    { kind: 'runtime-operation', fields: { operation: 'list_containers', count: 100, errors: 7, meanSeconds: 2 } },
  ])
})

test('tells which check fails, though kubelet then answers with 500', async () => {
  const { facts } = await look((_, response) => response.writeHead(500).end(SICK))
  expect(facts).toEqual([{ kind: 'kubelet-health', fields: { healthy: false, failing: 'syncloop' } }])
})

test('names the missing right where kubelet refuses the token', async () => {
  const { facts, notChecked } = await look((_, response) => response.writeHead(403).end('Forbidden'))
  expect(facts).toEqual([])
  expect(notChecked.map(({ what, why }) => [what, why])).toEqual([
    ['kubelet health', 'missing-right'],
    ['kubelet metrics', 'missing-right'],
  ])
})

test('sends no token without TLS', async () => {
  const seen: unknown[] = []
  await look((request, response) => {
    seen.push(request.headers.authorization)
    response.end()
  })
  expect(seen).toEqual([undefined, undefined])
})

test('says that access is opt-in without one', async () => {
  const { notChecked } = await kubelet.look(scratchNode({}), ONE_PIECE)
  expect(new Set(notChecked.map(({ why }) => why))).toEqual(new Set(['missing-right']))
})

async function look(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const node = scratchNode({})
  const tokenFile = join(node.folder, 'token')
  writeFileSync(tokenFile, 'not-a-secret\n')
  const access = { url: `http://127.0.0.1:${port}`, tokenFile, caFile: undefined }
  return kubelet.look({ ...node, kubelet: access }, ONE_PIECE)
}

function metrics(seen: number): string {
  return `# HELP kubelet_pleg_last_seen_seconds Timestamp
kubelet_pleg_last_seen_seconds ${seen.toExponential(9)}
kubelet_pleg_relist_duration_seconds_bucket{le="10"} 996
kubelet_pleg_relist_duration_seconds_bucket{le="+Inf"} 1000
kubelet_pleg_relist_duration_seconds_sum 250
kubelet_pleg_relist_duration_seconds_count 1000
container_tasks_state{container="web",id="/kubepods"} 0 1700000000000
kubelet_running_containers{container_state="exited"} 18500
kubelet_running_containers{container_state="running"} 12
kubelet_runtime_operations_total{operation_type="list_containers"} 100
kubelet_runtime_operations_errors_total{operation_type="list_containers"} 7
kubelet_runtime_operations_duration_seconds_sum{operation_type="list_containers"} 200
`
}
