import type { Investigation } from '../../src/model/investigation.ts'
import type { Delivery, NewOutgoing } from '../../src/model/store.ts'

export function delivery(key: string, rest: Partial<Delivery> = {}): Delivery {
  return { key, about: undefined, lane: undefined, receivedAt: 1, body: {}, ...rest }
}

export function post(id: string, rest: Partial<NewOutgoing> = {}): NewOutgoing {
  return { id, channel: 'C1', subject: `subject of ${id}`, kind: 'post', payload: {}, createdAt: 0, ...rest }
}

export function update(id: string, rest: Partial<NewOutgoing> = {}): NewOutgoing {
  return post(id, { kind: 'update', ...rest })
}

export function investigation(id: string, rest: Partial<Investigation> = {}): Investigation {
  return {
    id,
    place: { team: 'T1', channel: 'C1', thread: '1.1', message: '1.1' },
    pastes: [{ message: '1.1', text: 'write /data/x: no space left on device' }],
    author: 'U1',
    asked: false,
    language: 'en',
    state: 'open',
    dismissed: [],
    audience: 'nobody',
    shown: { caseId: undefined, confidence: 'none', digest: 'd' },
    solved: undefined,
    openedAt: 1,
    revision: 1,
    ...rest,
  }
}
