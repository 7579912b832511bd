import { z } from 'zod'
import { defineFactKind } from '../model/fact.ts'

const STORAGE = ['storageDriver', 'backingFilesystem', 'supportsDType', 'rootDir']

export default defineFactKind({
  id: 'docker-engine',
  summary: 'The docker daemon of the node, as it describes itself.',
  schema: z.object({
    version: z.string().optional().describe('version of the daemon, not of the client: 20.10.24, 18.09.9'),
    storageDriver: z.string().optional().describe('overlay2, overlay, devicemapper, aufs, btrfs, zfs, overlayfs, …'),
    backingFilesystem: z
      .string()
      .optional()
      .describe('file system below the storage driver, in the words of docker: `extfs` is any ext2, ext3 or ext4'),
    supportsDType: z.boolean().optional().describe('whether that file system keeps file types in directories (d_type)'),
    rootDir: z.string().optional().describe('data root: /var/lib/docker unless configured otherwise'),
    cgroupDriver: z.string().optional().describe('cgroupfs or systemd'),
    cgroupVersion: z.number().optional().describe('1 or 2'),
    containers: z.number().optional().describe('containers in any state'),
    containersRunning: z.number().optional().describe('containers that run, without paused ones'),
    images: z.number().optional().describe('images, intermediate ones too'),
    kernelRelease: z.string().optional().describe('kernel that it runs on, as `uname -r` prints it'),
    liveRestore: z.boolean().optional().describe('whether containers outlive a restart of the daemon'),
  }),
  sources: [
    {
      run: 'docker info',
      fills: [
        'version',
        ...STORAGE,
        'cgroupDriver',
        'cgroupVersion',
        'containers',
        'containersRunning',
        'images',
        'kernelRelease',
        'liveRestore',
      ],
    },
    { run: 'docker version', fills: ['version'] },
  ],
})
