import { compileScanner } from './scanner.ts'
import { compileTemplate } from './template.ts'

/**
 * Texts that come from somewhere else than a container node: laptops, build tools, application stacks, CI files.
 * Positive evidence of another world, because half of what is not ours shares a headline with what is.
 */
const FOREIGN = [
  'PS C:\\',
  'C:\\Users\\',
  'C:\\Program Files',
  '/Users/<id>/Library/',
  'Docker Desktop',
  'java.lang.<id>',
  'at java.base/',
  'at sun.reflect.',
  'at org.gradle.',
  '.java:<num>)',
  'BUILD FAILED in',
  'npm ERR!',
  'npm error',
  'node_modules/',
  'Traceback (most recent call last)',
  'error[E<num>]',
  '.github/workflows/',
  'Invalid workflow file',
  'UPGRADE FAILED',
  'Microsoft.',
  'Xcode',
]

/** Tells whether lines bear signs of another world. */
export function buildForeignSense(): (lines: readonly string[]) => boolean {
  const scanner = compileScanner(FOREIGN.map(compileTemplate))
  return (lines) => scanner.scanFirst(lines).length > 0
}
