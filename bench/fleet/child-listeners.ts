/** Agents that listen: one server that is reached at many addresses, a share of which never answers. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { serveCalls } from './serve-calls.mjs'

const { cert, key } = JSON.parse(process.argv[2] ?? '') as { cert: string; key: string }

serveCalls({
  async listen(hungShare: number): Promise<number> {
    const server = createServer({ cert, key }, (request, response) => {
      if (Number(request.headers['x-number']) % Math.round(1 / hungShare) !== 0) response.end('{"facts":[{}]}')
    })
    await once(server.listen({ port: 0, host: '0.0.0.0', backlog: 4096 }), 'listening')
    return (server.address() as AddressInfo).port
  },
})
