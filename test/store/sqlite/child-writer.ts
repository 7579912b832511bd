import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { delivery, post } from '../samples.ts'

/** Writes until it is killed, and prints the id of each thing that it was told is kept. */
const [, , file = '', run = ''] = process.argv
const store = openSqliteStore(file)
for (let i = 0; ; i++) {
  const id = `${run}-${i}`
  store.receive(delivery(id, { body: { text: 'x'.repeat((i * 997) % 9000) } }))
  writeSync(1, `delivery ${id}\n`)
  await store.commit({ done: id, send: [post(id, { channel: run })] })
  writeSync(1, `outgoing ${id}\n`)
}
