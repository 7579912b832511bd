import { z } from 'zod'
import { isNodeName } from '../identity.ts'
import type { KubernetesApi } from './api.ts'

const node = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }) })

/** The labels of a node. Rejects with a KnownError when the app may not read them, or cannot. */
export async function readNodeLabels(api: KubernetesApi, name: string): Promise<Readonly<Record<string, string>>> {
  if (!isNodeName(name)) return {}
  const read = node.safeParse(await api.get(`/api/v1/nodes/${name}`))
  return read.success ? read.data.metadata.labels : {}
}
