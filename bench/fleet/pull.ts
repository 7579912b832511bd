import { makeAuthority } from '../../test/fleet/certificates.ts'
import { Child } from './child.ts'

export interface Pulled {
  readonly answers: number
  readonly lastMs: number
  readonly tookMs: number
}

/** The other design: agents listen, and one process dials them all. Both ends share two cores, as ours do. */
export async function pullFrom(count: number, hungShare: number): Promise<Pulled> {
  const authority = makeAuthority()
  const listener = new Child('child-listeners.ts', authority.issue(['casebook-agent']))
  const puller = new Child('child-puller.ts', {})
  try {
    const port = await listener.call<number>('listen', hungShare)
    return await puller.call('pull', { port, ca: authority.cert, count })
  } finally {
    await Promise.all([listener.kill(), puller.kill()])
  }
}
