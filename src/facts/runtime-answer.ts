import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const FILLS = ['runtime', 'question', 'answered', 'seconds']

export default defineFactKind({
  id: 'runtime-answer',
  summary: 'Whether a container runtime answered one question, and after how long.',
  schema: z.object({
    runtime: z
      .string()
      .describe('docker (dockerd), or cri (the runtime behind the CRI socket: containerd, cri-o), or containerd'),
    question: z.string().describe('version, info, status, containers, sandboxes, images, volumes or build-cache'),
    answered: z
      .boolean()
      .describe('false when it took the question and was given up; a daemon that does not run is no row'),
    seconds: z.number().describe('seconds until the answer, or until it was given up'),
  }),
  sources: [
    { run: 'time docker ps -a', fills: FILLS },
    { run: 'time crictl ps -a', fills: FILLS },
  ],
})
