import { z } from 'zod'
import type { JsonRecord } from '../json.ts'
import { option, optionGroup } from './block-parts.ts'
import { problemsOf } from './schema-problems.ts'

/** What may be answered to `block_suggestion`: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const suggestions = z
  .strictObject({
    options: z.array(option).max(100).optional(),
    option_groups: z.array(optionGroup).max(100).optional(),
  })
  .refine((it) => (it.options === undefined) !== (it.option_groups === undefined), {
    message: 'must define one of options or option_groups',
  })

export function problemsInOptions(answer: JsonRecord): string[] {
  return problemsOf(suggestions, answer, '')
}
