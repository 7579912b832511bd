import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

export default defineFactKind({
  id: 'node',
  summary: 'A Kubernetes node and the software that it runs.',
  schema: z.object({
    name: z.string().describe('name of the node'),
    kubeletVersion: z.string().optional().describe('version of kubelet as kubectl prints it, e.g. v1.28.3'),
    kernelRelease: z.string().optional().describe('release of the kernel, e.g. 5.15.0-91-generic'),
    runtime: z.string().optional().describe('container runtime: docker, containerd or cri-o'),
    runtimeVersion: z.string().optional().describe('version of the container runtime, e.g. 1.6.21'),
    osImage: z.string().optional().describe('name of the operating system'),
  }),
  sources: [
    {
      run: 'kubectl get nodes -o wide',
      fills: ['name', 'kubeletVersion', 'kernelRelease', 'runtime', 'runtimeVersion', 'osImage'],
    },
    {
      run: 'kubectl describe node',
      fills: ['name', 'kubeletVersion', 'kernelRelease', 'runtime', 'runtimeVersion', 'osImage'],
    },
  ],
})
