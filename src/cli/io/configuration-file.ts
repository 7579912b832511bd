import { readFile } from 'node:fs/promises'
import { KnownError } from '../../model/known-error.ts'

/** The text of the app's configuration file; undefined when nobody named one. Throws a KnownError when it cannot be read. */
export async function readConfigurationFile(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new KnownError(
      'unreadable-file',
      `cannot read the configuration \`${file}\`: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
}
