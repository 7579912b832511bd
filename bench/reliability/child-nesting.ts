/** Reads deeply nested YAML and JSON, each twice in a row, with what the program reads foreign text with, or with the YAML package alone. */
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { openCasebook } from '../../src/casebook.ts'
import { readYaml } from '../../src/knowledge/yaml-text.ts'
import { readPressed } from '../../src/messages/slack/button.ts'

const [, , how, depths = ''] = process.argv
const read = how === 'ours' ? await readOurs() : readByPackage
let texts = 0
for (const depth of depths.split(',').map(Number)) {
  for (const text of nested(depth)) {
    for (let time = 0; time < 2; time++) await read(text)
    texts++
  }
}
console.log(JSON.stringify({ texts }))

/** In flow style, as blocks by indentation, as lists in one line, as JSON objects; the block form grows with the square. */
function nested(depth: number): string[] {
  const flow = `${'['.repeat(depth)}${']'.repeat(depth)}`
  const dashes = `${'- '.repeat(depth)}x`
  const json = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const blocks = Array.from({ length: Math.min(depth, 700) }, (_, i) => `${' '.repeat(i)}a:`).join('\n')
  const open = '{"a":['.repeat(depth)
  return [flow, dashes, json, blocks, open, `Dockerfile\nFROM x\nCMD ${flow}\nRUN ${json}`]
}

async function readOurs(): Promise<(text: string) => Promise<void>> {
  const casebook = await openCasebook(fileURLToPath(new URL('../../knowledge', import.meta.url)))
  return async (text) => {
    readYaml('case.yml', text, z.unknown())
    readPressed(text)
    casebook.matcher.match((await casebook.redact(text)).text)
  }
}

async function readByPackage(text: string): Promise<void> {
  parseDocument(text).toJS()
}
