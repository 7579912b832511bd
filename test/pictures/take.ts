/**
 * Draws the pictures of the documents into `docs/pictures`, from the blocks that the app makes:
 *
 *     npm run pictures [CHROMIUM]
 *
 * Needs a Chromium (`/usr/bin/chromium` unless another is named) and fonts for Latin and Chinese text, such as Debian's
 * `chromium fonts-lato fonts-dejavu fonts-wqy-microhei`. Nothing is fetched from anywhere.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { pageOf } from './page.ts'
import { palettePng } from './palette-png.ts'
import { readPng } from './read-png.ts'
import { pictures } from './scenes.ts'

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
/** Sharp enough on most screens, and still small. */
const SCALE = 1.5

const [executablePath = '/usr/bin/chromium'] = process.argv.slice(2)
// Coloured edges of letters would be the colours of one kind of screen.
const args = ['--no-sandbox', '--disable-lcd-text', '--font-render-hinting=none']
const browser = await chromium.launch({ executablePath, args })
try {
  mkdirSync(FOLDER, { recursive: true })
  const page = await browser.newPage({ viewport: { width: 1000, height: 1000 }, deviceScaleFactor: SCALE })
  for (const picture of await pictures()) {
    await page.setContent(pageOf(picture))
    const png = palettePng(readPng(await page.locator('main').screenshot()))
    writeFileSync(`${FOLDER}${picture.name}.png`, png)
    process.stdout.write(`${picture.name}.png: ${Math.round(png.length / 1000)} kB\n`)
  }
} finally {
  await browser.close()
}
