import { z } from 'zod'
import { blockId, flag, string } from './block-parts.ts'
import { richText } from './rich-text.ts'

/** The documentation has 6 series and segments, newer copies 12: the smaller number is enforced. */
const SERIES_MAX = 6
const POINTS_MAX = 20
const LABEL_MAX = 20
const AXIS_LABEL_MAX = 50
const COLUMNS_MAX = 20
/** The documentation has a header and up to 100 rows for a data table; one copy says 200. */
const ROWS_MAX = 100

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) })
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1).optional(),
})
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText])
const row = z.array(cell).min(1).max(COLUMNS_MAX)

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const table = z.strictObject({
  type: z.literal('table'),
  rows: z.array(row).min(1).max(ROWS_MAX),
  column_settings: z
    .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: flag.optional() }))
    .max(COLUMNS_MAX)
    .optional(),
  ...blockId,
})

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block */
export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    caption: z.string().min(1),
    rows: z
      .array(row)
      .min(1)
      .max(ROWS_MAX + 1),
    page_size: z.number().int().min(1).max(100).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
    ...blockId,
  })
  .refine((it) => it.rows[0]?.every((head) => head.type !== 'rich_text'), { message: 'header cells must be raw text' })
  .refine((it) => it.rows.every((cells) => cells.length === it.rows[0]?.length), {
    message: 'all rows must have the same number of cells',
  })

const point = z.strictObject({ label: string(LABEL_MAX), value: z.number() })
const series = z.strictObject({ name: string(LABEL_MAX), data: z.array(point).min(1).max(POINTS_MAX) })

const drawn = (type: 'bar' | 'area' | 'line') =>
  z
    .strictObject({
      type: z.literal(type),
      series: z.array(series).min(1).max(SERIES_MAX),
      axis_config: z.strictObject({
        categories: z.array(string(LABEL_MAX)).min(1).max(POINTS_MAX),
        x_label: string(AXIS_LABEL_MAX).optional(),
        y_label: string(AXIS_LABEL_MAX).optional(),
      }),
    })
    .refine((it) => new Set(it.series.map(({ name }) => name)).size === it.series.length, {
      message: 'series names must be unique',
    })
    .refine((it) => it.series.every(({ data }) => sameLabels(data, it.axis_config.categories)), {
      message: 'every series must have one value per category',
    })

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(point.extend({ value: z.number().positive() }))
    .min(1)
    .max(SERIES_MAX),
})

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const chart = z.strictObject({
  type: z.literal('data_visualization'),
  title: string(50),
  chart: z.discriminatedUnion('type', [pie, drawn('bar'), drawn('area'), drawn('line')]),
  ...blockId,
})

function sameLabels(data: readonly { label: string }[], categories: readonly string[]): boolean {
  return data.length === categories.length && data.every(({ label }, at) => label === categories[at])
}
