import { z } from 'zod'

const text = z.string({ error: 'expected text' }).trim().min(1, 'must not be empty')

const bilingual = z.strictObject({
  en: text.describe('English'),
  zh: text.describe('Chinese'),
})

const strength = z.enum(['decisive', 'strong', 'weak'], { error: 'must be decisive, strong or weak' })

const symptom = z
  .strictObject({
    signature: text.optional().describe('literal text with <*>, <path>, <num>, <id>, <ip>, <name:path>'),
    strength: strength.optional().describe('how much this text alone says for this case against its siblings'),
    described: bilingual.optional().describe('the symptom in a person’s words; found by full text, never proof'),
  })
  .refine(
    (it) => (it.signature === undefined) !== (it.described === undefined),
    'a symptom is either a `signature` (with its `strength`) or `described`',
  )
  .refine(
    (it) => (it.signature === undefined) === (it.strength === undefined),
    'a `signature` needs a `strength` (decisive, strong or weak), and only a signature has one',
  )

const evidence = z
  .strictObject({
    fact: text.describe('a fact kind: the name of a file in src/facts'),
    at: text.optional().describe('the name of a captured path: only the row about that place speaks'),
    only_at: text
      .optional()
      .describe('like `at`, for facts that are everywhere: says nothing when no signature captured the path'),
    every: z.boolean().optional().describe('the condition must hold for every row that has its fields'),
    confirms: text.optional().describe('CEL over one row'),
    rules_out: text.optional().describe('CEL over one row'),
    suggests: text.optional().describe('CEL over one row: points here without proving it'),
    says: bilingual.describe('what the row means, with its values: {field}'),
  })
  .refine(
    (it) => [it.confirms, it.rules_out, it.suggests].filter((condition) => condition !== undefined).length === 1,
    'needs exactly one of `confirms`, `rules_out` and `suggests`',
  )
  .refine((it) => it.at === undefined || it.only_at === undefined, 'has `at` or `only_at`, not both')

const fixStep = z
  .strictObject({
    do: bilingual,
    run: text.optional().describe('a command; <name> is filled from what a signature captured'),
    risk: z.enum(['safe', 'disruptive', 'destructive'], { error: 'must be safe, disruptive or destructive' }),
    before: bilingual.optional().describe('what must be true first, and how to see it'),
  })
  .refine(
    (it) => it.risk !== 'destructive' || it.before !== undefined,
    'a destructive step needs `before`: what must be true first, and how to see it',
  )

const reference = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'must be an https URL' }),
  says: text.describe('what the source states, in one line'),
  supports: z
    .array(z.enum(['cause', 'evidence', 'fix', 'prevention', 'applies_to']))
    .min(1, 'must name what it supports: cause, evidence, fix, prevention, applies_to'),
})

/** `knowledge/<area>/<id>.yml`. */
export const caseFile = z.strictObject({
  title: bilingual,
  aliases: z
    .array(text)
    .optional()
    .describe('earlier ids, also of a case that was split into several, and ids under which pastes are labelled'),
  applies_to: z
    .array(z.strictObject({ component: text, versions: text }))
    .min(1, 'must name at least one component and its versions'),
  symptoms: z.array(symptom).min(1, 'must have at least one symptom'),
  evidence: z.array(evidence).min(1, 'must have evidence that confirms and evidence that rules out'),
  cause: bilingual,
  fix: z.array(fixStep).min(1, 'must have at least one step'),
  prevention: bilingual,
  red_herrings: z
    .array(z.strictObject({ line: text, says: bilingual }))
    .optional()
    .describe('lines that look like the cause and are not'),
  inseparable: z
    .array(z.strictObject({ case: text.describe('the id of a sibling'), why: text }))
    .optional()
    .describe('siblings from which nothing that can be looked at tells this case'),
  references: z.array(reference).min(1, 'must have references: every claim of cause and fix has one'),
  reviewed: z.iso.date('must be a date like 2026-11-20'),
})

export type CaseFile = z.infer<typeof caseFile>
