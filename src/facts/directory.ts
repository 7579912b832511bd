import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'directory',
  summary: 'One directory: its links, its own size, its entries.',
  schema: z.object({
    path: z.string().describe('the directory as the command named it; relative when the text does not say to what'),
    links: z
      .number()
      .optional()
      .describe(
        'link count: 2 and one for each subdirectory; 1 when ext4 stopped counting, and always on btrfs and overlay',
      ),
    sizeBytes: z.number().optional().describe('size of the directory itself in bytes, not of what is in it'),
    entries: z
      .number()
      .optional()
      .describe(
        'what the command counted: `ls -a` and `-f` count . and .. too, `ls -l` its first line, `find` the whole tree; the agent counts neither',
      ),
    atLeast: z.boolean().optional().describe('the count stopped at a bound: there are at least that many entries'),
  }),
  sources: [
    { run: 'stat <path>', fills: ['path', 'links', 'sizeBytes'] },
    { run: 'ls -ld <path>', fills: ['path', 'links', 'sizeBytes'] },
    { run: 'ls -f <path> | wc -l', fills: ['path', 'entries'] },
  ],
})
