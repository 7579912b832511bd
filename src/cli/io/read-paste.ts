import { open } from 'node:fs/promises'
import { MAX_PASTE_LENGTH } from '../../matching/clean.ts'
import { KnownError } from '../../model/known-error.ts'
import type { Io } from './io.ts'

/** The text of a file, or of standard input when there is no file or it is `-`. Reads no more than a paste may hold; throws a KnownError past it. */
export async function readPaste(io: Io, file: string | undefined): Promise<string> {
  if (file === undefined || file === '-') {
    if (io.inputIsTerminal) io.warn('casebook: paste, then press Ctrl-D on a line of its own\n')
    return readAll(io.input)
  }
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new KnownError(
      'unreadable-file',
      `cannot read \`${file}\`: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
  try {
    return await readAll(handle.createReadStream({ autoClose: false }))
  } catch (error) {
    if (error instanceof KnownError) throw error
    throw new KnownError(
      'unreadable-file',
      `cannot read \`${file}\`: ${error instanceof Error ? error.message : String(error)}`,
    )
  } finally {
    await handle.close()
  }
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += bytes.length
    if (size > MAX_PASTE_LENGTH) {
      throw new KnownError(
        'paste-too-large',
        `expected at most ${MAX_PASTE_LENGTH / 1024 / 1024} MiB of text, got more; paste the lines around the error instead`,
      )
    }
    chunks.push(bytes)
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(chunks))
}
