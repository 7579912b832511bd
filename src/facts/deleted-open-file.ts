import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'deleted-open-file',
  summary: 'A file that was deleted while a process holds it open: its blocks are not free yet.',
  schema: z.object({
    process: z.string().describe('name of the process, cut by lsof to 9 or 15 characters'),
    pid: z.number().describe('process id'),
    fd: z.number().optional().describe('file descriptor; absent when the file is mapped or being executed'),
    sizeBytes: z.number().describe('size of the file in bytes; from a probe, what its blocks take'),
    path: z.string().describe('where the file was'),
    links: z.number().optional().describe('link count, when lsof prints it (+L)'),
  }),
  sources: [{ run: 'lsof -nP +L1', fills: ['process', 'pid', 'fd', 'sizeBytes', 'path', 'links'] }],
})
