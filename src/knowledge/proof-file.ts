import { z } from 'zod'

const paste = z.string({ error: 'expected text' }).min(1, 'must not be empty')
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the id of a case')

const confidence = z.enum(['high', 'medium', 'low'], { error: 'must be high, medium or low' })
const verdict = z.enum(['confirmed', 'ruled-out', 'undecided'], { error: 'must be confirmed, ruled-out or undecided' })

const row = z.strictObject({
  fact: z.string(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  captures: z
    .record(z.string(), z.string())
    .optional()
    .describe('what a signature captured, for evidence `only_at` it'),
})

function rows(missing: string) {
  return z
    .array(row, { error: `${missing}: a list of \`{ fact: <kind>, with: { <field>: <value> } }\`` })
    .min(1, missing)
}

/** `test/knowledge/<area>/<id>.yml`: what shows that the case is recognised, and that nothing else is taken for it. */
export const proofFile = z.strictObject({
  matches: z
    .array(
      z.strictObject({
        paste,
        confidence: confidence.optional().describe('default: anything but none'),
        verdict: verdict.optional(),
        captures: z.record(z.string(), z.string()).optional(),
        rules_out: z.array(id).optional().describe('siblings that the facts of this paste rule out'),
      }),
    )
    .min(1, 'must have at least one paste that matches'),
  near_misses: z
    .array(
      z.strictObject({
        paste,
        instead: id.optional().describe('the sibling that it really is'),
        because: z.string().optional().describe('what tells them apart'),
      }),
    )
    .min(1, 'must have at least one near miss: a paste that looks like this case and is not'),
  confirmed_by: rows('must have a fact that confirms the case'),
  ruled_out_by: rows('must have a fact that rules the case out'),
})

export type ProofFile = z.infer<typeof proofFile>
