import type { Language } from '../../model/case.ts'

interface ForgetWording {
  readonly title: string
  readonly titleOther: string
  readonly goes: readonly string[]
  readonly stays: readonly string[]
  readonly button: string
  readonly choose: string
  readonly chooseWhom: string
  readonly confirm: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string }
  readonly done: (counts: { readonly deleted: number; readonly shortened: number; readonly answers: number }) => string
  readonly doneRest: string
  readonly answerGone: string
  readonly mayNot: string
  readonly failed: string
}

/** What is said to people who want what they wrote deleted. */
export const FORGET_WORDING: Readonly<Record<Language, ForgetWording>> = {
  en: {
    title: 'Delete what Casebook keeps of you?',
    titleOther: 'Delete what Casebook keeps of this person?',
    goes: [
      'Deleted: the pastes, the investigations that rest on nothing else, what was received and what was sent to this person.',
      'Answers of Casebook that quote the pastes are changed: they say that they were deleted.',
      'The name: in votes, mutes, settings, cases and the audit a word stands in its place.',
    ],
    stays: [
      'Not deleted: messages in Slack, which only Slack or who wrote them can delete; what others wrote; cases; backups that somebody made.',
    ],
    button: 'Delete',
    choose: 'Whose data?',
    chooseWhom: 'Choose the person: Slack does not tell Casebook whom a typed name means.',
    confirm: {
      title: 'Delete for good?',
      text: 'Casebook cannot bring it back.',
      yes: 'Delete',
      no: 'Keep',
    },
    done: ({ deleted, shortened, answers }) =>
      `Deleted: ${deleted} investigations whole, the pastes of this person in ${shortened} others. Answers changed in Slack: ${answers}.`,
    doneRest: 'What was received and sent is deleted too, and the name is gone from what is left.',
    answerGone: 'Deleted on request of who wrote it.',
    mayNot:
      'You may have your own data deleted: /casebook forget me. That of others is for the admins that the configuration names.',
    failed: 'Not everything could be deleted. Nothing is wrong with what is left; ask again.',
  },
  zh: {
    title: '删除 Casebook 保存的关于你的内容?',
    titleOther: '删除 Casebook 保存的关于此人的内容?',
    goes: [
      '将删除:粘贴的内容、仅以其为依据的调查、收到的事件以及发给此人的消息。',
      'Casebook 引用了这些内容的答复会被改写,注明已删除。',
      '姓名:在投票、静音、设置、案例和审计记录中以一个固定的词代替。',
    ],
    stays: ['不会删除:Slack 中的消息(只能由 Slack 或作者本人删除)、他人所写的内容、案例、已有的备份。'],
    button: '删除',
    choose: '删除谁的数据?',
    chooseWhom: '请选择此人:Slack 不会告诉 Casebook 输入的名字指的是谁。',
    confirm: { title: '永久删除?', text: 'Casebook 无法恢复。', yes: '删除', no: '保留' },
    done: ({ deleted, shortened, answers }) =>
      `已删除 ${deleted} 个完整的调查,并从另外 ${shortened} 个调查中删除了此人粘贴的内容。Slack 中改写的答复:${answers}。`,
    doneRest: '收到和发出的内容也已删除,其余内容中不再有其姓名。',
    answerGone: '应作者要求已删除。',
    mayNot: '你可以删除自己的数据:/casebook forget me。删除他人的数据需由配置中列出的管理员操作。',
    failed: '未能全部删除。剩余内容完好,请再试一次。',
  },
}
