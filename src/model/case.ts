import type { Condition } from './condition.ts'
import type { Template } from './template.ts'

export type Language = 'en' | 'zh'
export const LANGUAGES: readonly Language[] = ['en', 'zh']

/** The same text in every language that a reader may have. */
export type Bilingual = Readonly<Record<Language, string>>

/** How much a text alone says for its case against the case's siblings. */
export type Strength = 'decisive' | 'strong' | 'weak'

/** What is done when a case's fix step goes wrong: nothing, an interruption, or a loss. */
export type Risk = 'safe' | 'disruptive' | 'destructive'

export interface Case {
  /** The file's name without `.yml`. */
  readonly id: string
  /** The folder below `knowledge/`. */
  readonly area: string
  /** Earlier ids of this case, and ids under which pastes are labelled. Cases into which one was split share its id. */
  readonly aliases: readonly string[]
  readonly title: Bilingual
  readonly appliesTo: readonly Applicability[]
  readonly signatures: readonly Signature[]
  /** How people put the symptom in their own words: found by full text, never proof. */
  readonly descriptions: readonly Bilingual[]
  readonly evidence: readonly Evidence[]
  readonly cause: Bilingual
  readonly fix: readonly FixStep[]
  readonly prevention: Bilingual
  readonly redHerrings: readonly RedHerring[]
  /** Siblings from which nothing that can be looked at tells this case, and why. */
  readonly inseparable: readonly { readonly case: string; readonly why: string }[]
  readonly references: readonly Reference[]
  /** ISO date of the last time that a person read the case against its references. */
  readonly reviewed: string
}

/** Versions as a range in npm's notation, e.g. `>=4.9`, or `*`. */
export interface Applicability {
  readonly component: string
  readonly versions: string
}

export interface Signature {
  readonly template: Template
  readonly strength: Strength
}

/** What a row that fulfils the condition does to the case. `suggests` points here without proving it. */
export type Effect = 'confirms' | 'rules-out' | 'suggests'

export interface Evidence {
  readonly fact: string
  readonly effect: Effect
  readonly condition: Condition
  /** The condition must hold for each row of the kind, not only for one. */
  readonly every: boolean
  /** Only the row about this captured path speaks (its longest mount point), when a signature captured one. */
  readonly at?: string
  /** Nothing speaks when no signature captured it: such rows are everywhere, and only the one that the paste is about counts. */
  readonly onlyThere?: boolean
  /** Filled from the row: `{count} of {limit}`. */
  readonly says: Bilingual
}

export interface FixStep {
  readonly do: Bilingual
  /** A command; `<name>` is filled from what a signature captured. */
  readonly run?: string
  readonly risk: Risk
  /** What must be true first, and how to see it. */
  readonly before?: Bilingual
}

/** A line that looks like the cause and is not. */
export interface RedHerring {
  readonly line: string
  readonly says: Bilingual
}

export interface Reference {
  readonly url: string
  readonly says: string
}
