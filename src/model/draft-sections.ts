/** The parts of a case and its proof that a person fills in one by one, in their order. */
export const SECTIONS = [
  'name',
  'title_en',
  'title_zh',
  'applies_to',
  'signatures',
  'described_en',
  'described_zh',
  'evidence',
  'cause_en',
  'cause_zh',
  'fix',
  'prevention_en',
  'prevention_zh',
  'red_herrings',
  'inseparable',
  'references',
  'matches',
  'near_misses',
  'confirmed_by',
  'ruled_out_by',
] as const

export type Section = (typeof SECTIONS)[number]

/** As a person types them; one that is missing is empty. */
export type Sections = Readonly<Partial<Record<Section, string>>>

/** What is wrong with one of them, and what to do. */
export interface SectionProblem {
  readonly section: Section
  readonly message: string
}
