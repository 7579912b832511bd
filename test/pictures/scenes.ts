import { fileURLToPath } from 'node:url'
import type { ModalView } from '@slack/types'
import { openCasebook } from '../../src/casebook.ts'
import { answerOf } from '../../src/investigation/investigate.ts'
import { openLiveCasebook } from '../../src/live-casebook.ts'
import { answerMessage } from '../../src/messages/slack/answer-message.ts'
import { confirmView } from '../../src/messages/slack/confirm-view.ts'
import { digestMessage } from '../../src/messages/slack/digest-message.ts'
import { draftView } from '../../src/messages/slack/draft-view.ts'
import { homeView } from '../../src/messages/slack/home-view.ts'
import type { SlackMessage } from '../../src/messages/slack/ladder.ts'
import type { Language } from '../../src/model/case.ts'
import type { WeekReport } from '../../src/model/digest.ts'
import type { Draft } from '../../src/model/draft.ts'
import type { Investigation } from '../../src/model/investigation.ts'
import type { NodeQuestion, PoolQuestion, Question } from '../../src/model/question.ts'
import { viewOf } from '../../src/slack/tools.ts'
import { NO_SPACE } from '../slack/pastes.ts'
import type { JsonRecord } from '../slack-double/json.ts'

/** What stands around the blocks of a picture. */
export type Frame =
  | { readonly kind: 'message'; readonly paste?: string }
  | { readonly kind: 'modal'; readonly title: string; readonly submit: string; readonly close: string }
  | { readonly kind: 'home' }

export interface Picture {
  /** Of its file, without extension. */
  readonly name: string
  readonly language: Language
  readonly frame: Frame
  /** As the app sends them. */
  readonly blocks: readonly JsonRecord[]
}

/** Names of the people and channels that stand in the pictures. */
export const NAMES: Readonly<Record<string, string>> = {
  U0MEI: 'Mei',
  U0JONAS: 'Jonas',
  C0NODES: 'node-alerts',
  C0PLATFORM: 'platform',
}

/** All pictures of the documents. Nothing in them depends on the clock, on chance or on the shipped cases. */
export async function pictures(): Promise<readonly Picture[]> {
  const scenes = await openScenes()
  return [
    message('answer-confirmed', 'en', scenes.confirmedOnNode('en'), NO_SPACE),
    message('answer-confirmed.zh', 'zh', scenes.confirmedOnNode('zh'), NO_SPACE),
    message('answer-undecided', 'en', scenes.undecided('en'), NO_SPACE),
    modal('confirm-on-node', scenes.confirmModal()),
    message('check-the-pool', 'en', scenes.poolChecked('en'), NO_SPACE),
    message('weekly-digest', 'en', digestMessage(WEEK, 'en', [])),
    message('weekly-digest.zh', 'zh', digestMessage(WEEK, 'zh', [])),
    { name: 'app-home', language: 'en', frame: { kind: 'home' }, blocks: asRecords(home().blocks) },
    modal('save-as-case', scenes.saveAsCase()),
  ]
}

const MINUTE_MS = 60_000
const NOW = Date.parse('2026-11-20T09:41:00Z')
const NODE = 'gpu-node-17'
const LIBRARY = fileURLToPath(new URL('../library', import.meta.url))

async function openScenes() {
  const casebook = openLiveCasebook(await openCasebook(LIBRARY))
  const match = casebook.matcher.match
  const tools = { cases: casebook.cases, libraryRevision: 'a41c7e02' }

  function answer(language: Language, questions: readonly Question[]): readonly SlackMessage[] {
    const investigation = investigationOf(language, questions)
    const view = viewOf(tools, investigation, answerOf(investigation, match))
    return answerMessage({ ...view, probing: { offered: true, questions, progress: undefined, otherNodes: [] } })
  }

  return {
    confirmedOnNode: (language: Language) => answer(language, [ONE_NODE]),
    poolChecked: (language: Language) => answer(language, [ONE_NODE, POOL]),
    undecided: (language: Language) => answer(language, []),
    confirmModal(): ModalView {
      const candidates = match(NO_SPACE).matches.filter(({ verdict }) => verdict.state === 'undecided')
      return confirmView({
        language: 'en',
        pressed: { investigation: 'inv-1', case: 'mount-max-exhausted' },
        cases: candidates.slice(0, 3).map((it) => it.case.title.en),
        probes: [
          { id: 'filesystems', summary: 'Space and inodes of the mounted file systems.' },
          { id: 'mount-table', summary: 'How many mounts each mount namespace holds, and the limit.' },
        ],
        node: { node: NODE, value: 'n1' },
      })
    },
    saveAsCase(): ModalView {
      const { sectionsOf, suggest } = casebook.writing
      const said = [
        'spoolerd[811]: cannot park job 7f31: spool is at its limit',
        'Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/vdb1 65536 65536 0 100% /var/spool',
      ]
      const solution = 'Removed the files of failed jobs below /var/spool/jobs; the spooler went on at once.'
      const text = suggest({ messages: [...said, solution], solution, facts: match(said.join('\n')).facts })
      return draftView(sectionsOf(text), { channel: 'C0NODES' }, 'en')
    },
  }
}

function investigationOf(language: Language, questions: readonly Question[]): Investigation {
  return {
    id: 'inv-1',
    place: { team: 'T0TEAM', channel: 'C0NODES', thread: '1.000100', message: '1.000100' },
    pastes: [{ message: '1.000100', text: NO_SPACE }],
    author: 'U0MEI',
    asked: true,
    language,
    state: 'open',
    dismissed: [],
    audience: 'thread',
    shown: undefined,
    solved: undefined,
    questions,
    openedAt: NOW - 5 * MINUTE_MS,
    revision: 1,
  }
}

const ASKED = {
  investigation: 'inv-1',
  askedBy: 'U0JONAS',
  askedAt: NOW - 2 * MINUTE_MS,
  probes: [{ id: 'mount-table', yields: ['mount-table'] }],
  state: 'answered',
  endedAt: NOW - 2 * MINUTE_MS + 800,
} as const

const ONE_NODE: NodeQuestion = {
  ...ASKED,
  id: 'question-1',
  of: 'node',
  node: NODE,
  measured: {
    facts: [
      {
        kind: 'mount-table',
        fields: { count: 98_760, limit: 100_000, usedPercent: 98.76, pid: 4121, process: 'log-agent' },
        origin: { from: 'node', node: NODE, probe: 'mount-table', at: new Date(ASKED.endedAt).toISOString() },
      },
    ],
    notChecked: [
      { probe: 'filesystems', what: '/mnt/archive', why: 'hung', says: 'statfs did not come back within 2 s' },
    ],
    cut: [],
  },
}

const POOL: PoolQuestion = {
  ...ASKED,
  id: 'question-2',
  of: 'pool',
  pool: 'gpu-*',
  caseId: 'mount-max-exhausted',
  nodes: 412,
  endedAt: NOW - MINUTE_MS,
  survey: {
    counts: { confirmed: 3, 'ruled-out': 402, undecided: 1, silent: 6 },
    confirmed: [
      ['gpu-node-17', 98_760],
      ['gpu-node-31', 99_912],
      ['gpu-node-204', 91_044],
    ].map(([node, count]) => ({ node: String(node), says: mountsInUse(Number(count)) })),
    undecided: [{ node: 'gpu-node-9', why: '/proc/2210/mountinfo: permission denied' }],
    silent: Array.from({ length: 6 }, (_, i) => ({ node: `gpu-node-${390 + i}`, fault: 'no answer within 10 s' })),
  },
}

function mountsInUse(count: number) {
  const percent = Math.round(count / 1000)
  return {
    en: `${count} of 100000 mounts are in use in one mount namespace (${percent} %)`,
    zh: `某个挂载命名空间已使用 ${count} / 100000 个挂载(${percent} %)`,
  }
}

const WEEK: WeekReport = {
  week: '2026-W47',
  from: NOW - 7 * 24 * 60 * MINUTE_MS,
  to: NOW,
  asked: 31,
  answered: 26,
  solved: 17,
  medianSolvedAfterMs: 38 * MINUTE_MS,
  confirmedOnNodes: 12,
  ruledOutOnNodes: 9,
  cases: [
    weekOf('mount-max-exhausted', 9, 7, 0),
    weekOf('pleg-slow-io', 7, 4, 2),
    weekOf('inode-exhausted', 6, 4, 1),
    weekOf('tmp-full', 3, 2, 1),
  ],
  unanswered: [
    { template: 'nvidia-container-cli: initialization error: <*> driver rpc error', count: 3, investigation: 'i1' },
    { template: 'failed to reserve sandbox name <id>', count: 2, investigation: 'i2' },
  ],
  library: {
    added: [
      {
        id: 'exec-probe-timeouts',
        title: { en: 'Exec probes time out on a busy runtime', zh: '运行时繁忙导致 exec 探针超时' },
      },
    ],
    changed: [],
  },
  nearLimits: [
    {
      kind: 'filesystem',
      field: 'inodesUsedPercent',
      nodes: [
        { node: 'gpu-node-31', percent: 93.4 },
        { node: 'cpu-node-4', percent: 88 },
      ],
    },
  ],
}

function weekOf(id: string, shown: number, solved: number, dismissed: number) {
  return { id, title: { en: id, zh: id }, shown, solved, dismissed }
}

function home() {
  return homeView({
    language: 'en',
    notice: undefined,
    search: undefined,
    investigations: [
      {
        title: 'Mounts fail with "no space left on device" because a mount namespace is full (fs.mount-max)',
        channel: 'C0NODES',
        link: 'https://example.slack.com/archives/C0NODES/p1795167660000100',
        openForMs: 25 * MINUTE_MS,
      },
      { title: undefined, channel: 'C0PLATFORM', link: undefined, openForMs: 26 * 60 * MINUTE_MS },
    ],
    drafts: [{ draft: DRAFT, mayBePublished: true }],
    library: { cases: 67, areas: 5, published: 2, doubtful: 0, revision: 'a41c7e02' },
    sockets: { open: 2, of: 2 },
    admin: {
      channels: [
        { channel: 'C0NODES', mode: 'alerts' },
        { channel: 'C0PLATFORM', mode: 'watch' },
      ],
      defaultMode: 'mention',
      agents: 412,
    },
  })
}

const DRAFT: Draft = {
  id: 'draft-1',
  state: 'in-review',
  text: { area: 'storage', name: 'spool-full', case: '', proof: '' },
  revision: 3,
  writers: ['U0MEI'],
  channel: 'C0NODES',
  live: undefined,
  review: 'draft:draft-1:1',
  changedAt: NOW,
  version: 3,
}

function message(name: string, language: Language, [form]: readonly SlackMessage[], paste?: string): Picture {
  const frame = { kind: 'message', ...(paste !== undefined && { paste }) } as const
  return { name, language, frame, blocks: asRecords(form?.blocks) }
}

function modal(name: string, { title, submit, close, blocks }: ModalView): Picture {
  const frame = { kind: 'modal', title: title.text, submit: submit?.text ?? '', close: close?.text ?? '' } as const
  return { name, language: 'en', frame, blocks: asRecords(blocks) }
}

/** As they travel. */
function asRecords(blocks: unknown): readonly JsonRecord[] {
  return JSON.parse(JSON.stringify(blocks ?? []))
}
