import { z } from 'zod'
import { componentVersion } from '../../facts/component-version.ts'

const text = z.string().max(500).optional().catch(undefined)
const count = z.number().int().min(0).optional().catch(undefined)

const version = z.object({
  Version: text,
  ApiVersion: text,
  Components: z
    .array(z.object({ Name: text, Version: text }))
    .max(100)
    .catch([])
    .default([]),
})

const info = z.object({
  ServerVersion: text,
  Driver: text,
  DriverStatus: z
    .array(z.tuple([z.string(), z.string()]))
    .max(100)
    .catch([])
    .default([]),
  DockerRootDir: text,
  CgroupDriver: text,
  CgroupVersion: text,
  Containers: count,
  ContainersRunning: count,
  Images: count,
  KernelVersion: text,
  LiveRestoreEnabled: z.boolean().optional().catch(undefined),
})

const NAMES: Readonly<Record<string, string>> = {
  Engine: 'docker',
  containerd: 'containerd',
  runc: 'runc',
  crun: 'crun',
}

/** The software that `GET /version` names. */
export function componentsOf(json: unknown) {
  const components = version.safeParse(json).data?.Components ?? []
  return components.flatMap(({ Name = '', Version = '' }) => {
    const component = NAMES[Name]
    const row = component === undefined ? undefined : componentVersion(component, Version)
    return row ? [row] : []
  })
}

/** The API of `GET /version` as a number that compares: 1.41 → 41. Undefined for anything but `1.<number>`. */
export function apiMinorOf(json: unknown): number | undefined {
  const minor = /^1\.(\d{1,3})$/.exec(version.safeParse(json).data?.ApiVersion ?? '')?.[1]
  return minor === undefined ? undefined : Number(minor)
}

/** The daemon as `GET /info` describes it: the fields of `docker-engine`. */
export function engineOf(json: unknown) {
  const { data } = info.safeParse(json)
  if (data?.ServerVersion === undefined) return undefined
  const status = new Map(data.DriverStatus)
  return {
    version: data.ServerVersion,
    storageDriver: data.Driver,
    backingFilesystem: status.get('Backing Filesystem'),
    supportsDType: yesOrNo(status.get('Supports d_type')),
    rootDir: data.DockerRootDir,
    cgroupDriver: data.CgroupDriver,
    cgroupVersion: data.CgroupVersion === undefined ? undefined : Number(data.CgroupVersion),
    containers: data.Containers,
    containersRunning: data.ContainersRunning,
    images: data.Images,
    kernelRelease: data.KernelVersion,
    liveRestore: data.LiveRestoreEnabled,
  }
}

function yesOrNo(value: string | undefined): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined
}
