import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'key-quota',
  summary: 'How much of its kernel keyring quota one user has taken.',
  schema: z.object({
    uid: z.number().describe('user id on the node'),
    keys: z.number().describe('keys and keyrings that it owns'),
    maxKeys: z.number().describe('kernel.keys.maxkeys, for root kernel.keys.root_maxkeys'),
    keysPercent: z.number().describe('100 * keys / maxKeys'),
    keyBytes: z.number().describe('bytes of their descriptions and payloads'),
    maxBytes: z.number().describe('kernel.keys.maxbytes, for root kernel.keys.root_maxbytes'),
    bytesPercent: z.number().describe('100 * keyBytes / maxBytes'),
  }),
  sources: [
    {
      run: 'cat /proc/key-users',
      fills: ['uid', 'keys', 'maxKeys', 'keysPercent', 'keyBytes', 'maxBytes', 'bytesPercent'],
    },
  ],
})
