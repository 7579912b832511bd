import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Host, Invitation } from '../../src/model/hosts.ts'
import type { Store } from '../../src/model/store.ts'

/** What every engine keeps of the hosts that may connect. `open` gives a new empty store. */
export function hostsContract(open: () => Store): void {
  let store: Store
  beforeEach(() => {
    store = open()
  })
  afterEach(() => store.close())

  test('an invitation is found by its key until it is used, and then the host by its own', async () => {
    await store.hosts.invite(invitation('db-1', 'k1'))
    expect(await store.hosts.invitation('k1')).toEqual(invitation('db-1', 'k1'))
    expect(await store.hosts.host('k1')).toBeUndefined()
    expect(await store.hosts.admit('k1', host('db-1', 'k2'))).toBe(true)
    expect(await store.hosts.invitation('k1')).toBeUndefined()
    expect(await store.hosts.host('k2')).toEqual(host('db-1', 'k2'))
  })

  test('an invitation that was used, replaced or never made admits nobody', async () => {
    await store.hosts.invite(invitation('db-1', 'k1'))
    await store.hosts.invite(invitation('db-1', 'k2'))
    expect(await store.hosts.admit('k1', host('db-1', 'k3'))).toBe(false)
    const both = [store.hosts.admit('k2', host('db-1', 'k4')), store.hosts.admit('k2', host('db-1', 'k5'))]
    expect(await Promise.all(both)).toEqual([true, false])
    expect((await store.hosts.all()).map(({ key }) => key.id)).toEqual(['k4'])
  })

  test('a host keeps its key until a new one is used, and then has only that', async () => {
    await store.hosts.invite(invitation('db-1', 'k1'))
    await store.hosts.admit('k1', host('db-1', 'k2'))
    await store.hosts.invite(invitation('db-1', 'k3'))
    expect(await store.hosts.host('k2')).toBeDefined()
    await store.hosts.admit('k3', host('db-1', 'k4'))
    expect([await store.hosts.host('k2'), (await store.hosts.host('k4'))?.node]).toEqual([undefined, 'db-1'])
  })

  test('revoked is the host with its invitation, and nobody else', async () => {
    await store.hosts.invite(invitation('db-1', 'k1'))
    await store.hosts.admit('k1', host('db-1', 'k2'))
    await store.hosts.invite(invitation('db-1', 'k3'))
    await store.hosts.invite(invitation('app-1', 'k4'))
    expect([await store.hosts.revoke('db-1'), await store.hosts.revoke('db-1')]).toEqual([true, false])
    expect(await store.hosts.all()).toEqual([])
    expect((await store.hosts.invitations()).map(({ node }) => node)).toEqual(['app-1'])
  })
}

function invitation(node: string, id: string): Invitation {
  return { node, key: { id, digest: 'd1' }, labels: { rack: 'r7', pool: '' }, madeAt: 1, expiresAt: 2 }
}

function host(node: string, id: string): Host {
  return { node, key: { id, digest: 'd2' }, labels: { rack: 'r7' }, enrolledAt: 3 }
}
