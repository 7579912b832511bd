import { expect } from 'vitest'
import { VirtualClock } from '../slack-double/clock.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { FakeFleet } from './fake-fleet.ts'
import { Office } from './office.ts'

/** An office in which alice and carol may have nodes asked from #ops, and bob may look on. */
export class ProbingOffice {
  readonly office: Office
  readonly fleet: FakeFleet
  readonly alice: Person
  readonly bob: Person
  readonly carol: Person
  readonly ops: Channel

  private constructor(office: Office, fleet: FakeFleet) {
    this.office = office
    this.fleet = fleet
    this.alice = office.slack.person('alice')
    this.bob = office.slack.person('bob')
    this.carol = office.slack.person('carol')
    this.ops = office.slack.channel('ops')
  }

  static async open(settings = 'nodes: ["*"]'): Promise<ProbingOffice> {
    const fleet = new FakeFleet()
    const office = await Office.open({ clock: new VirtualClock({ running: true }), fleet })
    const probing = new ProbingOffice(office, fleet)
    const { alice, carol, ops } = probing
    await office.restartApp(
      `quiet_minutes: 0\nprobing: { channels: [${ops.id}], people: [${alice.id}, ${carol.id}], ${settings} }`,
    )
    return probing
  }

  async close(): Promise<void> {
    expect(this.office.slack.checkInvariants({ mayPing: [this.alice, this.bob, this.carol] })).toEqual([])
    await this.office.close()
  }

  async settle(): Promise<void> {
    await this.office.slack.settle()
  }

  /** Somebody pastes and asks; the answer is there when it settles. */
  async pastes(text: string): Promise<Message> {
    const message = await this.alice.posts(this.ops, `@casebook ${text}`)
    await this.settle()
    return message
  }

  /** Opens the modal, and submits it with these fields. Returns what the app objects to. */
  async confirms(place: Message, fields: Readonly<Record<string, string>>, who = this.alice) {
    await who.clicks(place, 'Confirm on node…')
    await this.settle()
    const objections = await who.submits(fields)
    await this.settle()
    return objections
  }

  /** The same with a node that is connected and may be asked. */
  async asks(place: Message, node: string): Promise<void> {
    expect(await this.confirms(place, { Node: node })).toEqual({})
  }

  /** Waits until the thread shows it, and returns what stands there then. */
  async shows(place: Message, pattern: RegExp): Promise<string> {
    const seen = (): string => this.bob.sees(place)
    await this.office.slack.until(() => pattern.test(seen()), '', 5000).catch(() => expect(seen()).toMatch(pattern))
    await this.settle()
    return seen()
  }

  /** What was done or tried about nodes, in the audit log. */
  probes(): unknown[] {
    const entries = this.office.audit() as { action: string }[]
    return entries.filter(({ action }) => action.startsWith('probe'))
  }
}
