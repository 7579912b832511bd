import type { Activity } from './activity.ts'
import type { VirtualClock } from './clock.ts'
import type { Deliveries } from './deliveries.ts'
import type { Events } from './events.ts'
import type { Faults } from './faults.ts'
import type { Installation } from './installation.ts'
import type { ResponseUrls, Triggers } from './interactivity.ts'
import type { JsonRecord } from './json.ts'
import type { SocketMode } from './socket-mode.ts'
import type { Views } from './views.ts'
import type { Workspace } from './workspace.ts'

/** The parts of the double, for those parts that need the others. */
export interface Double {
  readonly clock: VirtualClock
  readonly activity: Activity
  readonly workspace: Workspace
  readonly installation: Installation
  readonly sockets: SocketMode
  readonly deliveries: Deliveries
  readonly events: Events
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly views: Views
  readonly faults: Faults
  readonly journal: Journal
  /** Where the double listens: the API and everything around it, and the files. */
  readonly addresses: { api: string; files: string }
}

/** What the app did, in order. */
export interface Journal {
  readonly calls: Call[]
  readonly outgoing: Outgoing[]
  /** Ways in which the app broke the protocol. */
  readonly complaints: string[]
  readonly rejections: unknown[]
  readonly clicks: { what: string; outgoingBefore: number }[]
}

/** A call of a Web API method. */
export interface Call {
  readonly method: string
  readonly args: JsonRecord
  readonly at: number
  status: number
  answer: JsonRecord
  /** Whether a fault of the test decided the answer. */
  readonly provoked: boolean
  /** Whether the answer never reached the app. */
  lost: boolean
}

/** Something that the app let people see, or sent at all. */
export interface Outgoing {
  readonly kind: 'message' | 'update' | 'ephemeral' | 'deletion' | 'modal' | 'home' | 'options' | 'status' | 'reaction'
  /** Where it is seen: a channel, or the person for views. */
  readonly where: string
  readonly content: JsonRecord
}
