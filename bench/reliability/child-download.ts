/** Downloads a file the way that the app does, or whole, and prints what it read and by how much its memory grew. */
import { downloadText } from '../../src/slack/intake/files.ts'

const [, , how, url = ''] = process.argv
const source = { filesUrl: new URL(url).origin, token: 'xoxb-of-nobody' }

const before = process.memoryUsage.rss()
let most = before
const watching = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 5)
const text = how === 'ours' ? await downloadText({ name: 'log.txt', url }, source) : await downloadWhole()
most = Math.max(most, process.memoryUsage.rss())
clearInterval(watching)
console.log(JSON.stringify({ characters: text.length, grewBytes: most - before }))

async function downloadWhole(): Promise<string> {
  return new TextDecoder().decode(await (await fetch(url)).arrayBuffer())
}
process.exit(0)
