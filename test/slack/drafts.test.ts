import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { main } from '../../src/main.ts'
import { SPOOL_SECTIONS } from '../drafts/spool-case.ts'
import type { Message } from '../slack-double/message.ts'
import type { Person } from '../slack-double/person.ts'
import type { Channel } from '../slack-double/workspace.ts'
import { Office } from './office.ts'

const PASTE = 'Nov 21 10:00:00 print-2 spoolerd[812]: cannot park job 7f31: spool is at its limit'
const SAME_ELSEWHERE = 'spoolerd: cannot park job e09a: spool is at its limit'
const SOLUTION = 'the files of failed jobs had eaten all inodes, I removed them'

let office: Office
let alice: Person
let bob: Person
let ops: Channel
beforeEach(() => open())
afterEach(async () => {
  expect(office.slack.checkInvariants({ mayPing: [alice, bob] })).toEqual([])
  await office.close()
})

async function open(config = ''): Promise<void> {
  office = await Office.open({ config })
  alice = office.slack.person('alice')
  bob = office.slack.person('bob')
  ops = office.slack.channel('ops')
}

const settle = () => office.slack.settle()

async function says(line: string, who = alice, channel = ops): Promise<string> {
  const before = who.sees(channel)
  await who.types(channel, line)
  await settle()
  return who.sees(channel).slice(before.length)
}

/** A thread about an error that nothing knows, solved by a person. */
async function solvedThread(): Promise<Message> {
  const root = await alice.posts(ops, `@casebook ${PASTE}`)
  await settle()
  const solution = await bob.posts(ops, SOLUTION, { thread: root })
  solution.reactions = [{ name: 'white_check_mark', users: [alice.id], count: 1 }]
  await alice.posts(ops, 'thanks!', { thread: root })
  await settle()
  return root
}

/** Everything that a person has to add, under the labels of the form. */
const FIELDS = {
  'Folder and name': SPOOL_SECTIONS.name,
  'Title (English)': SPOOL_SECTIONS.title_en,
  'Title (Chinese)': SPOOL_SECTIONS.title_zh,
  'Applies to': SPOOL_SECTIONS.applies_to,
  'Error texts': SPOOL_SECTIONS.signatures,
  'In your own words (English)': SPOOL_SECTIONS.described_en,
  'In your own words (Chinese)': SPOOL_SECTIONS.described_zh,
  Evidence: SPOOL_SECTIONS.evidence,
  'Cause (English)': SPOOL_SECTIONS.cause_en,
  'Cause (Chinese)': SPOOL_SECTIONS.cause_zh,
  Fix: SPOOL_SECTIONS.fix,
  'Prevention (English)': SPOOL_SECTIONS.prevention_en,
  'Prevention (Chinese)': SPOOL_SECTIONS.prevention_zh,
  References: SPOOL_SECTIONS.references,
  'Proof: pastes that are this case': SPOOL_SECTIONS.matches,
  'Proof: pastes that look like it and are not': SPOOL_SECTIONS.near_misses,
  'Proof: facts that confirm it': SPOOL_SECTIONS.confirmed_by,
  'Proof: facts that rule it out': SPOOL_SECTIONS.ruled_out_by,
}
const WHY = 'What is to be changed, and why'
const FOR_REVIEW = { ...FIELDS, 'And then': 'It is ready for review' }

/** The case, handed in by Alice. */
async function handedIn(fields: Readonly<Record<string, string>> = FOR_REVIEW): Promise<void> {
  const root = await solvedThread()
  await alice.uses('Save as case', root)
  await settle()
  expect(await alice.submits(fields)).toEqual({})
  await settle()
}

async function answerTo(text: string, channel: Channel): Promise<string> {
  const message = await bob.posts(channel, `@casebook ${text}`)
  await settle()
  return bob.sees(message)
}

describe('"Save as case"', () => {
  test('opens a form that is filled from the thread', async () => {
    const root = await solvedThread()
    await alice.uses('Save as case', root)
    await settle()
    const form = alice.seesModal()
    expect(form).toContain('strong: cannot park job <id>: spool is at its limit')
    expect(form).toContain(`en: ${SOLUTION.slice(0, 40)}`)
    expect(form).not.toContain('thanks!')
  })

  test('takes the last words of a thread that was solved, when nobody marked any', async () => {
    const root = await alice.posts(ops, `@casebook mkdir: cannot create directory '/data/upload/x': Too many links`)
    await settle()
    await bob.posts(ops, 'we moved the uploads into folders by day', { thread: root })
    await alice.clicks(root, 'This solved it')
    await settle()
    await alice.uses('Save as case', root)
    await settle()
    expect(alice.seesModal()).toContain('en: we moved the uploads into folders by day')
  })

  test('works where Casebook is not, with the message alone', async () => {
    const secret = office.slack.channel('secret', { app: false })
    const message = await alice.posts(secret, PASTE)
    await alice.uses('Save as case', message)
    await settle()
    expect(alice.seesModal()).toContain('spool is at its limit')
  })

  test('is refused to guests', async () => {
    const guest = office.slack.person('gus', { guest: true })
    const root = await solvedThread()
    await guest.uses('Save as case', root)
    await settle()
    expect(guest.seesModal()).toContain('Only full members')
    expect(guest.seesModal()).not.toContain('spool')
  })

  test('keeps no secret that somebody types', async () => {
    const root = await solvedThread()
    await alice.uses('Save as case', root)
    await settle()
    const token = ['ghp', '16C7e42F292c6912E7710c838347Ae178B4a'].join('_')
    await alice.submits({ 'Cause (English)': `the token ${token} ran out` })
    await settle()
    expect(await office.traces()).not.toContain(token)
  })
})

describe('a draft', () => {
  test('is saved with parts missing, which are named', async () => {
    const root = await solvedThread()
    await alice.uses('Save as case', root)
    await settle()
    expect(await alice.submits({ 'Title (English)': 'The spool is full' })).toEqual({})
    expect(alice.seesModal()).toMatch(/The draft is saved[\s\S]*Before it can be reviewed[\s\S]*Folder and name/)
    expect(await says('/casebook drafts')).toContain('draft, revision 1')
  })

  test('is not saved with what its field does not hold; that is said beside the field', async () => {
    const root = await solvedThread()
    await alice.uses('Save as case', root)
    await settle()
    const objections = await alice.submits({ Evidence: '- fact: [', Fix: 'reboot' })
    expect(Object.keys(objections)).toEqual(['Evidence', 'Fix'])
    expect(await says('/casebook drafts')).toContain('There are no drafts')
  })

  test('is not handed in while something is wrong or missing: that is said beside each field', async () => {
    const root = await solvedThread()
    await alice.uses('Save as case', root)
    await settle()
    const objections = await alice.submits({
      ...FOR_REVIEW,
      'Title (Chinese)': '',
      'Proof: pastes that look like it and are not': '',
    })
    expect(Object.keys(objections)).toEqual(['Title (Chinese)', 'Proof: pastes that look like it and are not'])
    const second = await alice.submits({
      ...FOR_REVIEW,
      'Proof: pastes that look like it and are not': SPOOL_SECTIONS.matches,
      Evidence: SPOOL_SECTIONS.evidence.replace('inodesUsedPercent >= 99.0', 'inodesUsedPerent >= 99.0'),
    })
    expect(second.Evidence).toContain('Did you mean `inodesUsedPercent`')
  })

  test('is opened again with what was saved', async () => {
    const root = await solvedThread()
    await alice.uses('Save as case', root)
    await settle()
    await alice.submits({ 'Folder and name': SPOOL_SECTIONS.name, 'Cause (English)': 'nobody empties the spool' })
    await alice.closes()
    await says('/casebook drafts')
    await alice.clicks(ops, 'Edit 1')
    await settle()
    expect(alice.seesModal()).toContain('nobody empties the spool')
    expect(alice.seesModal()).toContain('storage/spool-full')
  })

  test('that somebody changed meanwhile is not overwritten', async () => {
    await handedIn({ ...FIELDS, 'And then': 'Keep it as a draft' })
    for (const person of [alice, bob]) {
      await says('/casebook drafts', person)
      await person.clicks(ops, 'Edit 1')
      await settle()
    }
    expect(await bob.submits({ 'Title (English)': "Bob's title" })).toEqual({})
    const { 'Folder and name': objection } = await alice.submits({ 'Title (English)': "Alice's title" })
    expect(objection).toContain('Somebody changed it meanwhile')
    expect(await says('/casebook drafts spool-full')).toMatch(/revision 2[\s\S]*\+ .*Bob's title/)
  })

  test('is not seen by who has nothing to do with it', async () => {
    await office.close()
    await open('reviewers: [U012AB3CD]')
    await handedIn({ ...FIELDS, 'And then': 'Keep it as a draft' })
    const other = office.slack.channel('other')
    expect(await says('/casebook drafts', bob, other)).toContain('There are no drafts')
    expect(await says('/casebook drafts spool-full', bob, other)).toContain('no longer kept')
    expect(await says('/casebook drafts', alice, other)).toContain('spool-full')
  })
})

describe('a case that was handed in', () => {
  test('is shown whole to reviewers, and not published by who wrote it', async () => {
    await handedIn()
    expect(alice.seesModal()).toContain('waits for somebody else')
    expect(bob.sees(ops)).toMatch(/To review: storage\/spool-full[\s\S]*cannot park job <job:id>[\s\S]*\[Publish\]/)
    await alice.clicks(ops, 'Publish')
    await settle()
    expect(alice.sees(ops)).toContain('You wrote this text')
    expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('No documented case')
  })

  test('answers at once when somebody else publishes it, also after a restart', async () => {
    await handedIn()
    await bob.clicks(ops, 'Publish')
    await settle()
    expect(bob.sees(ops)).toContain('Published: storage/spool-full')
    const answer = await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))
    expect(answer).toContain('The spooler stops because its spool file system has no inodes left')
    expect(answer).toContain('spool-full')
    await office.restartApp()
    expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('third'))).toContain('spool-full')
    expect(office.audit()).toContainEqual(
      expect.objectContaining({ actor: bob.id, action: 'publish case', allowed: 1 }),
    )
  })

  test('is sent back, and goes on as a draft; who wrote it is told why', async () => {
    await handedIn()
    office.passes(5000)
    await bob.clicks(ops, 'Send back')
    await settle()
    expect(await bob.submits({ [WHY]: 'The fix deletes too much.\nToken AKIAQ3EGRZ7LXW5MPTVB!' })).toEqual({})
    await settle()
    const seen = alice.sees(ops)
    expect(seen).toMatch(
      /Sent back: storage\/spool-full[\s\S]*@alice[\s\S]*Why it came back\s+The fix deletes too much\.\s+Token/,
    )
    expect(await office.traces()).not.toContain('AKIAQ3EGRZ7LXW5MPTVB')
    expect(await says('/casebook drafts')).toContain('draft, revision')
    await alice.clicks(ops, 'Edit 1')
    await settle()
    expect(alice.seesModal()).toContain('Why it came back: The fix deletes too much.')
    office.passes(5000)
    await alice.submits({ 'And then': 'It is ready for review' })
    await settle()
    await says('/casebook drafts')
    await alice.clicks(ops, 'Edit 1')
    await settle()
    expect(alice.seesModal()).not.toContain('Why it came back')
  })

  test('is reviewed in the same message when who wrote it was forgotten', async () => {
    await handedIn()
    await says('/casebook forget me')
    await alice.clicks(ops, 'Delete')
    await settle()
    await bob.clicks(ops, 'Send back')
    await settle()
    expect(await bob.submits({ [WHY]: 'no sources' })).toEqual({})
    await settle()
    expect(bob.sees(ops)).toContain('Sent back: storage/spool-full')
  })

  test('is not sent back without a reason, nor twice', async () => {
    await handedIn()
    office.passes(5000)
    await bob.clicks(ops, 'Send back')
    await settle()
    expect(await bob.submits({ [WHY]: '  ' })).toEqual({ [WHY]: 'Say why, so that whoever wrote it knows what to do.' })
    await alice.clicks(ops, 'Send back')
    await settle()
    expect(await alice.submits({ [WHY]: 'no sources' })).toEqual({})
    await settle()
    expect(JSON.stringify(await bob.submits({ [WHY]: 'no proof' }))).toContain('Somebody changed it meanwhile')
    expect(alice.sees(ops)).not.toContain('no proof')
  })

  test('is not sent back by who may not, whatever travels through their client', async () => {
    await office.close()
    await open('reviewers: [U012AB3CD]')
    await handedIn()
    await bob.clicks(ops, 'Send back')
    await settle()
    expect(bob.seesModal()).toBe('')
    const buttons = JSON.stringify(ops.messages.at(-1)?.blocks)
    const [, draft = ''] = /\\"draft\\":\\"([^"\\]+)/.exec(buttons) ?? []
    expect(draft).not.toBe('')
    const state = { values: { reason: { reason: { type: 'plain_text_input', value: 'because I say so' } } } }
    const view = { callback_id: 'send_back', private_metadata: JSON.stringify({ draft, version: 1 }), state }
    await bob.forges({ type: 'view_submission', view: { type: 'modal', id: 'V1', blocks: [], ...view } })
    await settle()
    expect(alice.sees(ops)).not.toContain('Sent back')
    const refused = { actor: bob.id, action: 'send back case', allowed: 0 }
    const refusals = office.audit().filter((it) => JSON.stringify(it).includes('send back case'))
    expect(refusals).toEqual([expect.objectContaining(refused), expect.objectContaining(refused)])
  })

  test('answers no more once it is retired', async () => {
    await handedIn()
    await bob.clicks(ops, 'Publish')
    await settle()
    await bob.clicks(ops, 'Retire')
    await settle()
    expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('No documented case')
    expect(await says('/casebook drafts')).toContain('retired')
  })

  test('whose change was sent back is retired from the message that says so', async () => {
    await handedIn()
    await bob.clicks(ops, 'Publish')
    await settle()
    office.passes(5000)
    await says('/casebook drafts', bob)
    await bob.clicks(ops, 'Edit 1')
    await settle()
    expect(
      await bob.submits({ 'Title (English)': 'The spool is full again', 'And then': 'It is ready for review' }),
    ).toEqual({})
    await settle()
    office.passes(5000)
    await alice.clicks(ops, 'Send back')
    await settle()
    expect(await alice.submits({ [WHY]: 'the old title was right' })).toEqual({})
    await settle()
    await alice.clicks(ops, 'Retire')
    await settle()
    expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('No documented case')
  })

  test('is published by reviewers only, where the configuration names some', async () => {
    await office.close()
    await open('reviewers: [U012AB3CD]')
    await handedIn()
    for (const label of ['Publish', 'Send back']) {
      await bob.clicks(ops, label)
      await settle()
    }
    expect(bob.sees(ops)).toContain('You may not publish')
    expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('No documented case')
    expect(office.audit()).toContainEqual(
      expect.objectContaining({ actor: bob.id, action: 'publish case', allowed: 0 }),
    )
  })

  test('is not published in a version that nobody looked at', async () => {
    await handedIn()
    await says('/casebook drafts', bob)
    await says('/casebook drafts', alice)
    await alice.clicks(ops, 'Edit 1')
    await settle()
    await alice.submits({ 'Cause (English)': 'something else', 'And then': 'It is ready for review' })
    await settle()
    await bob.clicks(ops, 'Publish 1')
    await settle()
    expect(bob.sees(ops)).toContain('Somebody changed it meanwhile')
    expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('No documented case')
  })
})

describe('what no case answers', () => {
  test('may be written from the answer that says so', async () => {
    const root = await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    await alice.clicks(root, 'Write this case')
    await settle()
    expect(alice.seesModal()).toContain('strong: cannot park job <id>: spool is at its limit')
  })

  test('is listed by what it has in common, with a button that begins the case', async () => {
    for (const text of [PASTE, PASTE.replace('7f31', '99ab'), 'panic: the frobnicator exploded'])
      await alice.posts(ops, `@casebook ${text}`)
    await settle()
    const list = await says('/casebook gaps', bob)
    expect(list).toMatch(/2 errors that no case answers yet[\s\S]*1\. 2× .*cannot park job <id>: spool is at its limit/)
    expect(await says('/casebook gaps', bob, office.slack.channel('other'))).toContain('Every error')
    await bob.clicks(ops, 'Write this case 2')
    await settle()
    expect(bob.seesModal()).toContain('frobnicator')
  })

  test('is offered in the digest, and no more once a case was published', async () => {
    await alice.posts(ops, `@casebook ${PASTE}`)
    await settle()
    expect(await says('/casebook digest preview', bob)).toContain('[Write this case 1]')
    await bob.clicks(ops, 'Write this case 1')
    await settle()
    await bob.submits(FOR_REVIEW)
    await settle()
    await alice.clicks(ops, 'Publish')
    await settle()
    expect(await says('/casebook gaps', bob)).toContain('Every error')
  })
})

test('reviewers see which cases have the same error text', async () => {
  await handedIn()
  await bob.clicks(ops, 'Publish')
  await settle()
  office.passes(60_000)
  await handedIn({ ...FOR_REVIEW, 'Folder and name': 'storage/spool-again' })
  expect(bob.sees(ops)).toMatch(/To review: storage\/spool-again[\s\S]*the same error text[\s\S]*• spool-full/)
})

test('a button that is not on the screen of a guest does nothing', async () => {
  await handedIn()
  const guest = office.slack.person('gus', { guest: true })
  const [message] = ops.messages.filter((it) => JSON.stringify(it.blocks ?? []).includes('publish_draft'))
  const actions = message?.blocks?.find((it) => it.type === 'actions')?.elements as {
    action_id: string
    value: string
  }[]
  const publish = actions.find((it) => it.action_id === 'publish_draft')
  const action = { type: 'button', action_id: 'publish_draft', value: publish?.value, action_ts: '1.1', block_id: 'b' }
  await guest.forges({ type: 'block_actions', ...guest.clickContext(ops), actions: [action] })
  await settle()
  expect(guest.sees(ops)).toContain('You may not publish')
  expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('No documented case')
})

test('a form that is forged, or of a draft that one may not see, changes nothing', async () => {
  await office.close()
  await open('reviewers: [U012AB3CD]')
  await handedIn({ ...FIELDS, 'And then': 'Keep it as a draft' })
  const title = { title_en: { title_en: { type: 'plain_text_input', value: 'Taken over' } } }
  const places = [{ channel: 'C999', draft: 'id-none', version: 1 }, 'nonsense']
  for (const place of places) {
    const view = { callback_id: 'draft', private_metadata: JSON.stringify(place), state: { values: title } }
    await bob.forges({ type: 'view_submission', view: { type: 'modal', id: 'V1', blocks: [], ...view } })
    await settle()
  }
  expect(await says('/casebook drafts spool-full')).not.toContain('Taken over')
})

test('who reads Chinese writes and reviews in Chinese', async () => {
  const lin = office.slack.person('lin', { locale: 'zh-CN' })
  const root = await solvedThread()
  await lin.uses('Save as case', root)
  await settle()
  expect(lin.seesModal()).toContain('编写案例')
  await lin.submits({ '标题(中文)': '打印任务丢失' })
  expect(lin.seesModal()).toContain('草稿已保存')
  expect(await says('/casebook drafts', lin)).toContain('草稿')
})

test('a case that was published here is exported, imported into another Casebook and answers there', async () => {
  await handedIn()
  await bob.clicks(ops, 'Publish')
  await settle()
  const { folder, run } = await commandLine()
  await run('export', folder, office.database)
  const there = await Office.open()
  await there.stopApp()
  await run('import', folder, there.database)
  await there.startApp()
  const channel = there.slack.channel('elsewhere')
  const message = await there.slack.person('carol').posts(channel, `@casebook ${SAME_ELSEWHERE}`)
  await there.slack.settle()
  expect(there.slack.person('carol').sees(message)).toContain('The spooler stops because its spool')
  expect(there.slack.checkInvariants()).toEqual([])
  await there.close()
  await rm(folder, { recursive: true })
})

test('a change of a published case is reviewed as what it changes, while the published text answers', async () => {
  await handedIn()
  await bob.clicks(ops, 'Publish')
  await settle()
  await says('/casebook drafts', bob)
  await bob.clicks(ops, 'Edit 1')
  await settle()
  await bob.submits({ 'Title (English)': 'The spool is full of failed jobs', 'And then': 'It is ready for review' })
  await settle()
  expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('other'))).toContain('The spooler stops because')
  expect(alice.sees(ops)).toMatch(/What changes[\s\S]*\+ +en: The spool is full of failed jobs/)
  await alice.clicks(ops, 'Publish')
  await settle()
  expect(await answerTo(SAME_ELSEWHERE, office.slack.channel('third'))).toContain('The spool is full of failed jobs')
})

test('what was said of a case is about its text: after a change it begins anew', async () => {
  await handedIn()
  await bob.clicks(ops, 'Publish')
  await settle()
  const message = await bob.posts(office.slack.channel('other'), `@casebook ${SAME_ELSEWHERE}`)
  await settle()
  await bob.clicks(message, 'This solved it')
  await settle()
  expect(await says('/casebook show spool-full')).toContain('solved it once')
  await says('/casebook drafts', bob)
  await bob.clicks(ops, 'Edit 1')
  await settle()
  await bob.submits({ 'Title (English)': 'The spool is full of failed jobs', 'And then': 'It is ready for review' })
  await settle()
  expect(await says('/casebook show spool-full')).toContain('solved it once')
  await alice.clicks(ops, 'Publish')
  await settle()
  const shown = await says('/casebook show spool-full')
  expect(shown).toContain('1 more about earlier texts')
  expect(shown).not.toContain('solved it')
})

/** The command line, with the library that the office has. */
async function commandLine() {
  const folder = await mkdtemp(join(tmpdir(), 'casebook-tree-'))
  const knowledge = fileURLToPath(new URL('../library', import.meta.url))
  const io = { config: readConfig({ CASEBOOK_KNOWLEDGE: knowledge }), input: Readable.from([]), inputIsTerminal: false }
  const quiet = { write: () => {}, warn: () => {}, width: 80, color: false, watched: false }
  const run = async (verb: string, tree: string, database: string): Promise<void> => {
    const config = join(folder, `${verb}.yml`)
    await writeFile(config, `database: ${database}\n`)
    expect(await main([verb, tree, '--config', config], { ...io, ...quiet })).toBe(0)
  }
  return { folder, run }
}
