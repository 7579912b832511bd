import { expect, test } from 'vitest'
import { isControl, problemsInBlocks, withIds } from './blocks.ts'

const text = (length: number, type = 'plain_text') => ({ type, text: 'x'.repeat(length) })
const section = (more: object = {}) => ({ type: 'section', text: text(1, 'mrkdwn'), ...more })
const button = (more: object = {}) => ({ type: 'button', text: text(1), action_id: 'a', ...more })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const option = (more: object = {}) => ({ text: text(1), value: 'v', ...more })
const richText = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))
const cell = { type: 'raw_text', text: 'x' }
const table = (rows: object[][]) => ({ type: 'data_table', caption: 'Top cases', rows })
const point = (label: string) => ({ label, value: 1 })
const chart = (inner: object, title = 'Week') => ({ type: 'data_visualization', title, chart: inner })
const bar = (names: string[], categories: string[], data = categories.map(point)) =>
  chart({ type: 'bar', series: names.map((name) => ({ name, data })), axis_config: { categories } })
const pie = (count: number, value = 1) =>
  chart({ type: 'pie', segments: times(count, (at) => ({ label: `s${at}`, value })) })
const container = (more: object = {}) => ({ type: 'container', title: text(1), child_blocks: [section()], ...more })

/** Each rule at its limit, and one step beyond with what Slack says to it. */
const RULES: readonly [rule: string, accepted: object[], refused: object[], message: string][] = [
  [
    '50 blocks',
    times(50, () => section()),
    times(51, () => section()),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'section text 3000',
    [section({ text: text(3000) })],
    [section({ text: text(3001) })],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'section text 1',
    [section({ text: text(1) })],
    [section({ text: text(0) })],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'section needs text or fields',
    [{ type: 'section', fields: [text(1)] }],
    [{ type: 'section' }],
    'must define text or fields [json-pointer:/blocks/0]',
  ],
  [
    '10 fields',
    [section({ fields: times(10, () => text(2000)) })],
    [section({ fields: times(11, () => text(1)) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'field text 2000',
    [section({ fields: [text(2000)] })],
    [section({ fields: [text(2001)] })],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'header 150',
    [{ type: 'header', text: text(150) }],
    [{ type: 'header', text: text(151) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'header is plain text',
    [{ type: 'header', text: text(1) }],
    [{ type: 'header', text: text(1, 'mrkdwn') }],
    '[json-pointer:/blocks/0/text/type]',
  ],
  [
    '10 context elements',
    [{ type: 'context', elements: times(10, () => text(1)) }],
    [{ type: 'context', elements: times(11, () => text(1)) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '25 action elements',
    [actions(...times(25, (at) => button({ action_id: `a${at}` })))],
    [actions(...times(26, (at) => button({ action_id: `a${at}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'button text 75',
    [actions(button({ text: text(75) }))],
    [actions(button({ text: text(76) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value 2000',
    [actions(button({ value: 'x'.repeat(2000) }))],
    [actions(button({ value: 'x'.repeat(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'button url 3000',
    [actions(button({ url: 'x'.repeat(3000) }))],
    [actions(button({ url: 'x'.repeat(3001) }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'accessibility_label 75',
    [actions(button({ accessibility_label: 'x'.repeat(75) }))],
    [actions(button({ accessibility_label: 'x'.repeat(76) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]',
  ],
  [
    'action_id 255',
    [actions(button({ action_id: 'x'.repeat(255) }))],
    [actions(button({ action_id: 'x'.repeat(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'block_id 255',
    [section({ block_id: 'x'.repeat(255) })],
    [section({ block_id: 'x'.repeat(256) })],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'block_id unique',
    [section({ block_id: 'a' }), section({ block_id: 'b' })],
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    'must be unique: a [json-pointer:/blocks]',
  ],
  [
    'action_id unique',
    [actions(button()), actions(button())],
    [actions(button(), button())],
    '`action_id` "a" already exists for `block_id` [json-pointer:/blocks/0]',
  ],
  [
    'confirm title 100',
    [actions(button({ confirm: { title: text(100), text: text(300), confirm: text(30), deny: text(30) } }))],
    [actions(button({ confirm: { title: text(101), text: text(1) } }))],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    '5 overflow options',
    [section({ accessory: { type: 'overflow', options: times(5, () => option()) } })],
    [section({ accessory: { type: 'overflow', options: times(6, () => option()) } })],
    'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    '10 checkboxes',
    [section({ accessory: { type: 'checkboxes', options: times(10, () => option()) } })],
    [section({ accessory: { type: 'checkboxes', options: times(11, () => option()) } })],
    'no more than 10 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    '100 select options',
    [section({ accessory: { type: 'static_select', options: times(100, () => option()) } })],
    [section({ accessory: { type: 'static_select', options: times(101, () => option()) } })],
    'no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'select options or groups',
    [section({ accessory: { type: 'static_select', option_groups: [{ label: text(75), options: [option()] }] } })],
    [section({ accessory: { type: 'static_select' } })],
    'must define one of options or option_groups [json-pointer:/blocks/0/accessory]',
  ],
  [
    'option value 75',
    [section({ accessory: { type: 'overflow', options: [option({ value: 'x'.repeat(75) })] } })],
    [section({ accessory: { type: 'overflow', options: [option({ value: 'x'.repeat(76) })] } })],
    'must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/value]',
  ],
  [
    'placeholder 150',
    [section({ accessory: { type: 'external_select', placeholder: text(150) } })],
    [section({ accessory: { type: 'external_select', placeholder: text(151) } })],
    'must be less than 151 characters [json-pointer:/blocks/0/accessory/placeholder/text]',
  ],
  [
    'image alt text',
    [{ type: 'image', image_url: 'https://x.example/a.png', alt_text: 'a' }],
    [{ type: 'image', image_url: 'https://x.example/a.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0/alt_text]',
  ],
  [
    'image from somewhere',
    [{ type: 'image', slack_file: { id: 'F1' }, alt_text: 'a' }],
    [{ type: 'image', alt_text: 'a' }],
    'must define one of image_url or slack_file [json-pointer:/blocks/0]',
  ],
  [
    'known elements of rich text',
    [richText({ type: 'text', text: 'x' })],
    [richText({ type: 'shout', text: 'x' })],
    'unsupported type: shout [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'markdown 12,000',
    [{ type: 'markdown', text: 'x'.repeat(12_000) }],
    [{ type: 'markdown', text: 'x'.repeat(12_001) }],
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  [
    'alert levels',
    [{ type: 'alert', text: text(1), level: 'warning' }],
    [{ type: 'alert', text: text(1), level: 'panic' }],
    '[json-pointer:/blocks/0/level]',
  ],
  [
    'card title 150',
    [{ type: 'card', title: text(150, 'mrkdwn') }],
    [{ type: 'card', title: text(151, 'mrkdwn') }],
    'must be less than 151 characters [json-pointer:/blocks/0/title/text]',
  ],
  [
    'card body 200',
    [{ type: 'card', body: text(200, 'mrkdwn') }],
    [{ type: 'card', body: text(201, 'mrkdwn') }],
    'must be less than 201 characters [json-pointer:/blocks/0/body/text]',
  ],
  [
    'card holds something',
    [{ type: 'card', body: text(1, 'mrkdwn') }],
    [{ type: 'card', subtitle: text(1, 'mrkdwn') }],
    'must define one of hero_image, title, actions or body [json-pointer:/blocks/0]',
  ],
  [
    '10 cards',
    [{ type: 'carousel', elements: times(10, () => ({ type: 'card', title: text(1, 'mrkdwn') })) }],
    [{ type: 'carousel', elements: times(11, () => ({ type: 'card', title: text(1, 'mrkdwn') })) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '10 blocks in a container',
    [container({ child_blocks: times(10, () => section()) })],
    [container({ child_blocks: times(11, () => section()) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
  ],
  [
    'a container has a title',
    [container()],
    [container({ title: undefined })],
    'must define title or rich_text_title [json-pointer:/blocks/0]',
  ],
  [
    'collapsed means collapsible',
    [container({ is_collapsible: true, default_collapsed: true })],
    [container({ default_collapsed: true })],
    'default_collapsed needs is_collapsible [json-pointer:/blocks/0]',
  ],
  [
    'no alert in a container',
    [container()],
    [container({ child_blocks: [{ type: 'alert', text: text(1) }] })],
    'unsupported type: alert [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    '5 context actions',
    [
      {
        type: 'context_actions',
        elements: times(5, (at) => ({ type: 'icon_button', icon: 'trash', text: text(1), action_id: `a${at}` })),
      },
    ],
    [
      {
        type: 'context_actions',
        elements: times(6, (at) => ({ type: 'icon_button', icon: 'trash', text: text(1), action_id: `a${at}` })),
      },
    ],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'one table',
    [{ type: 'table', rows: times(100, () => [cell]) }],
    times(2, () => ({ type: 'table', rows: [[cell]] })),
    'no more than 1 table blocks allowed [json-pointer:/blocks]',
  ],
  [
    '20 columns',
    [table([times(20, () => cell)])],
    [table([times(21, () => cell)])],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'a header and 100 rows',
    [table(times(101, () => [cell]))],
    [table(times(102, () => [cell]))],
    'no more than 101 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a table has a caption',
    [table([[cell]])],
    [{ ...table([[cell]]), caption: undefined }],
    'missing required field: caption [json-pointer:/blocks/0/caption]',
  ],
  [
    'rows of one length',
    [
      table([
        [cell, cell],
        [cell, cell],
      ]),
    ],
    [table([[cell, cell], [cell]])],
    'all rows must have the same number of cells [json-pointer:/blocks/0]',
  ],
  [
    'plain header cells',
    [table([[cell], [richText({ type: 'text', text: 'x' })]])],
    [table([[richText({ type: 'text', text: 'x' })]])],
    'header cells must be raw text [json-pointer:/blocks/0]',
  ],
  [
    '2 charts',
    times(2, () => pie(1)),
    times(3, () => pie(1)),
    'no more than 2 data_visualization blocks allowed [json-pointer:/blocks]',
  ],
  [
    'chart title 50',
    [chart({ type: 'pie', segments: [point('a')] }, 'x'.repeat(50))],
    [chart({ type: 'pie', segments: [point('a')] }, 'x'.repeat(51))],
    'must be less than 51 characters [json-pointer:/blocks/0/title]',
  ],
  ['6 segments', [pie(6)], [pie(7)], 'no more than 6 items allowed [json-pointer:/blocks/0/chart/segments]'],
  ['segments above zero', [pie(1)], [pie(1, 0)], '[json-pointer:/blocks/0/chart/segments/0/value]'],
  [
    '6 series',
    [bar(['a', 'b', 'c', 'd', 'e', 'f'], ['x'])],
    [bar(['a', 'b', 'c', 'd', 'e', 'f', 'g'], ['x'])],
    'no more than 6 items allowed [json-pointer:/blocks/0/chart/series]',
  ],
  [
    '20 points',
    [
      bar(
        ['a'],
        times(20, (at) => `${at}`),
      ),
    ],
    [
      bar(
        ['a'],
        times(21, (at) => `${at}`),
      ),
    ],
    'no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    'label 20',
    [bar(['x'.repeat(20)], ['x'])],
    [bar(['x'.repeat(21)], ['x'])],
    'must be less than 21 characters [json-pointer:/blocks/0/chart/series/0/name]',
  ],
  [
    'series by unique names',
    [bar(['a', 'b'], ['x'])],
    [bar(['a', 'a'], ['x'])],
    'series names must be unique [json-pointer:/blocks/0/chart]',
  ],
  [
    'a value per category',
    [bar(['a'], ['x', 'y'])],
    [bar(['a'], ['x', 'y'], [point('x')])],
    'every series must have one value per category [json-pointer:/blocks/0/chart]',
  ],
  [
    'task status',
    [{ type: 'task_card', task_id: '1', title: 't', status: 'complete' }],
    [{ type: 'task_card', task_id: '1', title: 't', status: 'done' }],
    '[json-pointer:/blocks/0/status]',
  ],
  [
    'known blocks',
    [{ type: 'divider' }],
    [{ type: 'rainbow' }],
    'unsupported type: rainbow [json-pointer:/blocks/0/type]',
  ],
  [
    'file blocks are read only',
    [{ type: 'divider' }],
    [{ type: 'file', source: 'remote', external_id: 'x' }],
    'unsupported type: file [json-pointer:/blocks/0/type]',
  ],
  [
    'known properties',
    [section()],
    [section({ colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
]

test.each(RULES)('%s', (_, accepted, refused, message) => {
  expect(problemsInBlocks(accepted, 'message')).toEqual([])
  expect(problemsInBlocks(JSON.parse(JSON.stringify(refused)), 'message').join('\n')).toContain(message)
})

test('tables, charts, cards and Markdown are for messages only; a modal holds 100 blocks', () => {
  expect(problemsInBlocks([table([[cell]])], 'modal')).toEqual([
    '[ERROR] data_table is not allowed on this surface [json-pointer:/blocks/0/type]',
  ])
  expect(problemsInBlocks([pie(1)], 'home')).toHaveLength(1)
  expect(
    problemsInBlocks(
      times(100, () => section()),
      'modal',
    ),
  ).toEqual([])
  expect(
    problemsInBlocks(
      times(101, () => section()),
      'home',
    ),
  ).toHaveLength(1)
})

test('blocks that a workspace does not know yet are refused like unknown ones', () => {
  expect(problemsInBlocks([pie(1)], 'message', new Set(['data_visualization']))).toEqual([
    '[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]',
  ])
})

test('stored blocks have ids: what was given stays, the rest is made', () => {
  let made = 0
  const stored = withIds([section(), actions(button(), { type: 'button', text: text(1) })], () => `id${++made}`)
  expect(stored[0]).toMatchObject({ block_id: 'id1' })
  expect(stored[1]).toMatchObject({ block_id: 'id2', elements: [{ action_id: 'a' }, { action_id: 'id3' }] })
})

test('a control is what can be clicked, chosen from or typed into', () => {
  const kinds = [
    'button',
    'static_select',
    'multi_users_select',
    'plain_text_input',
    'number_input',
    'image',
    'section',
  ]
  expect(kinds.filter((type) => isControl({ type }))).toEqual(kinds.slice(0, 5))
})
