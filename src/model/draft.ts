/** `draft` → `in-review` → `published` → `retired`. A change of a published or retired case begins at `draft` again. */
export type DraftState = 'draft' | 'in-review' | 'published' | 'retired'

/** A case and its proof as the files would hold them; what is not finished yet lacks parts, and may lack its name. */
export interface CaseText {
  readonly area: string
  /** The id of the case. */
  readonly name: string
  /** YAML of `knowledge/<area>/<name>.yml`. */
  readonly case: string
  /** YAML of `test/knowledge/<area>/<name>.yml`. */
  readonly proof: string
}

/** A case that people write in Slack, before and after it is published. */
export interface Draft {
  /** Opaque; stands in buttons. */
  readonly id: string
  readonly state: DraftState
  readonly text: CaseText
  /** The newest revision of the text; 1 is the first. */
  readonly revision: number
  /** Who wrote the revisions that are not published yet: another person publishes them. */
  readonly writers: readonly string[]
  /** Where it was begun, and where what becomes of it is said. */
  readonly channel: string
  /** What answers by now, and goes on answering while a change of it is written. */
  readonly live: Live | undefined
  /** The subject of the message in which it is reviewed; undefined before it ever was. */
  readonly review: string | undefined
  /** Why a reviewer sent it back, redacted; undefined once it is handed in again. */
  readonly sentBack?: string | undefined
  /** Milliseconds since the epoch. */
  readonly changedAt: number
  /** Counts changes; a change made to an older version is refused. */
  readonly version: number
}

/** A published text, whole. */
export interface Live {
  readonly text: CaseText
  readonly revision: number
  readonly by: string
  readonly at: number
  /** The fingerprint of the file that it took the place of; undefined when no file had its id. */
  readonly replaces: string | undefined
}

/** One text of a draft as somebody left it. None is ever changed or deleted. */
export interface Revision {
  readonly draft: string
  readonly number: number
  readonly text: CaseText
  readonly by: string
  readonly at: number
}

/** A draft after a change, with the text when that is new. */
export interface DraftChange {
  readonly draft: Draft
  readonly revision?: Revision
}

/** What the store keeps of drafts. */
export interface Drafts {
  readonly find: (id: string) => Promise<Draft | undefined>
  /** The draft of the case with this id. */
  readonly named: (name: string) => Promise<Draft | undefined>
  /** All of them, what changed last first. */
  readonly all: () => Promise<readonly Draft[]>
  /** Oldest first. */
  readonly revisions: (draft: string) => Promise<readonly Revision[]>
}
