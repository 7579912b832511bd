import type { Language } from '../../model/case.ts'
import type { DraftState } from '../../model/draft.ts'
import type { Section } from '../../model/draft-sections.ts'

interface Field {
  readonly label: string
  readonly hint?: string
}

export interface DraftWording {
  readonly modal: {
    readonly title: string
    readonly submit: string
    readonly close: string
    readonly loading: string
    readonly failed: string
    readonly intro: string
    readonly next: string
    readonly keep: string
    readonly review: string
    readonly tooLong: (sections: string) => string
  }
  readonly fields: Readonly<Record<Section, Field>>
  readonly states: Readonly<Record<DraftState, string>>
  readonly saved: string
  readonly sentForReview: string
  readonly missing: string
  readonly nothingMissing: string
  readonly replaces: string
  readonly siblings: string
  readonly alike: string
  readonly list: (count: number) => string
  readonly noDrafts: string
  readonly unnamed: string
  readonly liveToo: string
  readonly revision: (number: number) => string
  readonly writtenBy: string
  readonly inReview: (name: string) => string
  readonly published: (name: string) => string
  readonly sentBack: (name: string) => string
  readonly retired: (name: string) => string
  readonly changes: string
  readonly noChanges: string
  readonly buttons: {
    readonly write: string
    readonly edit: string
    readonly publish: string
    readonly sendBack: string
    readonly retire: string
  }
  readonly reviewFooter: string
  readonly sendBack: {
    readonly title: string
    readonly submit: string
    readonly reason: string
    readonly hint: string
    readonly empty: string
    readonly why: string
  }
  readonly wrong: {
    readonly gone: string
    readonly mayNotWrite: string
    readonly mayNotPublish: string
    readonly ownWork: string
    readonly changed: string
    readonly notInReview: string
    readonly notLive: string
    readonly unfit: string
    readonly slow: string
  }
  readonly gaps: (count: number) => string
  readonly noGaps: string
}

const EN: DraftWording = {
  modal: {
    title: 'Write a case',
    submit: 'Save',
    close: 'Cancel',
    loading: 'Reading the thread…',
    failed: 'The thread could not be read. Close this and try again.',
    intro:
      'What the thread says stands here already. A draft may be saved with parts missing; for review all must be there.',
    next: 'And then',
    keep: 'Keep it as a draft',
    review: 'It is ready for review',
    tooLong: (sections) =>
      `Longer than a form takes, and kept as it is: ${sections}. Change it with casebook export and import.`,
  },
  fields: {
    name: { label: 'Folder and name', hint: 'small letters, like storage/inode-exhausted' },
    title_en: { label: 'Title (English)' },
    title_zh: { label: 'Title (Chinese)' },
    applies_to: { label: 'Applies to', hint: 'one a line: linux >=4.9' },
    signatures: {
      label: 'Error texts',
      hint: 'one a line, behind decisive:, strong: or weak:. What varies is <*>, <path>, <num>, <id> or <ip>; <name:path> captures it.',
    },
    described_en: { label: 'In your own words (English)', hint: 'how people put it who do not paste the error' },
    described_zh: { label: 'In your own words (Chinese)' },
    evidence: {
      label: 'Evidence',
      hint: `YAML: fact, one of confirms, rules_out, suggests, and says. At least one confirms and one rules out.`,
    },
    cause_en: { label: 'Cause (English)' },
    cause_zh: { label: 'Cause (Chinese)' },
    fix: { label: 'Fix', hint: `YAML: do (en, zh), run, risk (safe, disruptive, destructive), before` },
    prevention_en: { label: 'Prevention (English)' },
    prevention_zh: { label: 'Prevention (Chinese)' },
    red_herrings: { label: 'Looks like the cause and is not', hint: `YAML: line, says (en, zh)` },
    inseparable: { label: 'Siblings that nothing tells it from', hint: `YAML: case (its id), why` },
    references: { label: 'References', hint: `YAML: url, says, supports: [cause, fix]. Cause and fix need one.` },
    matches: { label: 'Proof: pastes that are this case', hint: 'as they were pasted, with a line --- between two' },
    near_misses: { label: 'Proof: pastes that look like it and are not', hint: 'with a line --- between two' },
    confirmed_by: { label: 'Proof: facts that confirm it', hint: `YAML: fact, with` },
    ruled_out_by: { label: 'Proof: facts that rule it out', hint: `YAML: fact, with` },
  },
  states: { draft: 'draft', 'in-review': 'in review', published: 'published', retired: 'retired' },
  saved: 'The draft is saved. /casebook drafts finds it.',
  sentForReview: 'The draft waits for somebody else to publish it.',
  missing: 'Before it can be reviewed',
  nothingMissing: 'Nothing is missing: it can be sent for review.',
  replaces: '! It takes the place of a case that the library has under this name.',
  siblings: 'These cases have the same error text',
  alike: 'These cases say much the same',
  list: (count) => (count === 1 ? '1 draft' : `${count} drafts`),
  noDrafts: 'There are no drafts. "Save as case" in the menu of a message begins one.',
  unnamed: '(no name yet)',
  liveToo: 'an earlier text answers meanwhile',
  revision: (number) => `revision ${number}`,
  writtenBy: 'Written by ',
  inReview: (name) => `To review: ${name}`,
  published: (name) => `Published: ${name}`,
  sentBack: (name) => `Sent back: ${name}`,
  retired: (name) => `Retired: ${name}`,
  changes: 'What changes',
  noChanges: 'Nothing changes.',
  buttons: {
    write: 'Write this case',
    edit: 'Edit',
    publish: 'Publish',
    sendBack: 'Send back',
    retire: 'Retire',
  },
  reviewFooter: 'Published by another person than who wrote it; it answers at once',
  sendBack: {
    title: 'Send back',
    submit: 'Send back',
    reason: 'What is to be changed, and why',
    hint: 'Whoever wrote the case reads this, in the channel and above the form.',
    empty: 'Say why, so that whoever wrote it knows what to do.',
    why: 'Why it came back',
  },
  wrong: {
    gone: 'This is no longer kept.',
    mayNotWrite: 'Only full members of this workspace write cases.',
    mayNotPublish:
      'You may not publish, send back or retire cases. Ask one of the reviewers that the configuration names.',
    ownWork: 'You wrote this text, so somebody else publishes it.',
    changed: 'Somebody changed it meanwhile. Look at it again: /casebook drafts',
    notInReview: 'It is not in review any more.',
    notLive: 'It does not answer, so there is nothing to retire.',
    unfit: 'It no longer fits the library, so it is not published',
    slow: 'Slack was too slow to open the form. Press again.',
  },
  gaps: (count) => (count === 1 ? '1 error that no case answers yet' : `${count} errors that no case answers yet`),
  noGaps: 'Every error of the last 30 days in this channel was answered with a case.',
}

const ZH: DraftWording = {
  modal: {
    title: '编写案例',
    submit: '保存',
    close: '取消',
    loading: '正在读取话题…',
    failed: '无法读取该话题。请关闭后重试。',
    intro: '话题中已有的内容已填入。草稿可以不完整地保存;提交审阅时必须完整。',
    next: '然后',
    keep: '保留为草稿',
    review: '可以审阅了',
    tooLong: (sections) => `超出表单长度,保持原样:${sections}。请用 casebook export 和 import 修改。`,
  },
  fields: {
    name: { label: '目录和名称', hint: '小写字母,例如 storage/inode-exhausted' },
    title_en: { label: '标题(英文)' },
    title_zh: { label: '标题(中文)' },
    applies_to: { label: '适用于', hint: '每行一个:linux >=4.9' },
    signatures: {
      label: '报错文本',
      hint: '每行一个,前缀 decisive:、strong: 或 weak:。变化的部分写成 <*>、<path>、<num>、<id> 或 <ip>;<name:path> 会捕获它。',
    },
    described_en: { label: '用自己的话描述(英文)' },
    described_zh: { label: '用自己的话描述(中文)', hint: '不粘贴报错的人会怎么说' },
    evidence: {
      label: '证据',
      hint: 'YAML:fact,confirms、rules_out、suggests 之一,以及 says。至少各有一条确认和排除。',
    },
    cause_en: { label: '原因(英文)' },
    cause_zh: { label: '原因(中文)' },
    fix: { label: '修复', hint: 'YAML:do(en、zh)、run、risk(safe、disruptive、destructive)、before' },
    prevention_en: { label: '预防(英文)' },
    prevention_zh: { label: '预防(中文)' },
    red_herrings: { label: '看似原因其实不是', hint: 'YAML:line、says(en、zh)' },
    inseparable: { label: '无法区分的相似案例', hint: 'YAML:case(案例编号)、why' },
    references: { label: '来源', hint: 'YAML:url、says、supports: [cause, fix]。原因和修复都需要来源。' },
    matches: { label: '证明:属于此案例的粘贴内容', hint: '按原样粘贴,两段之间用一行 --- 隔开' },
    near_misses: { label: '证明:相似但不是的粘贴内容', hint: '两段之间用一行 --- 隔开' },
    confirmed_by: { label: '证明:确认它的事实', hint: 'YAML:fact、with' },
    ruled_out_by: { label: '证明:排除它的事实', hint: 'YAML:fact、with' },
  },
  states: { draft: '草稿', 'in-review': '审阅中', published: '已发布', retired: '已停用' },
  saved: '草稿已保存,可用 /casebook drafts 找到。',
  sentForReview: '草稿正在等待其他人发布。',
  missing: '提交审阅之前还需要',
  nothingMissing: '内容完整,可以提交审阅。',
  replaces: '! 它会取代案例库中同名的案例。',
  siblings: '以下案例有相同的报错文本',
  alike: '以下案例内容相近',
  list: (count) => `${count} 份草稿`,
  noDrafts: '没有草稿。在消息菜单中选择 "Save as case" 即可开始。',
  unnamed: '(尚未命名)',
  liveToo: '期间仍使用较早的文本',
  revision: (number) => `第 ${number} 版`,
  writtenBy: '作者:',
  inReview: (name) => `待审阅:${name}`,
  published: (name) => `已发布:${name}`,
  sentBack: (name) => `已退回:${name}`,
  retired: (name) => `已停用:${name}`,
  changes: '改动',
  noChanges: '没有改动。',
  buttons: { write: '编写此案例', edit: '编辑', publish: '发布', sendBack: '退回', retire: '停用' },
  reviewFooter: '由作者之外的人发布;发布后立即生效',
  sendBack: {
    title: '退回',
    submit: '退回',
    reason: '需要修改什么,以及为什么',
    hint: '案例的作者会在频道中和表单上方看到这段话。',
    empty: '请说明原因,让作者知道该怎么做。',
    why: '退回原因',
  },
  wrong: {
    gone: '已不再保存。',
    mayNotWrite: '只有本工作区的正式成员可以编写案例。',
    mayNotPublish: '你无权发布、退回或停用案例。请联系配置中列出的审阅者。',
    ownWork: '这是你写的内容,需由其他人发布。',
    changed: '期间有人修改过。请重新查看:/casebook drafts',
    notInReview: '它已不在审阅中。',
    notLive: '它没有在使用,无需停用。',
    unfit: '它与案例库不再相符,未发布',
    slow: 'Slack 打开表单太慢,请再点一次。',
  },
  gaps: (count) => `${count} 种错误尚无案例可答`,
  noGaps: '最近 30 天此频道的错误都有案例可答。',
}

export const DRAFT_WORDING: Readonly<Record<Language, DraftWording>> = { en: EN, zh: ZH }
