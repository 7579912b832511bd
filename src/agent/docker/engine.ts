import { componentVersion } from '../../facts/rows/component-version.ts'
import { thinPoolFields } from '../../parsers/text/docker-space.ts'
import { countIn, flagIn, listIn, textIn } from '../json-field.ts'

const MOST_LISTED = 100
const NAMES: Readonly<Record<string, string>> = {
  Engine: 'docker',
  containerd: 'containerd',
  runc: 'runc',
  crun: 'crun',
}

/** The software that `GET /version` names. */
export function componentsOf(json: unknown) {
  const components = listIn(json, 'Components').slice(0, MOST_LISTED)
  return components.flatMap((it) => {
    const component = NAMES[textIn(it, 'Name') ?? '']
    const row = component === undefined ? undefined : componentVersion(component, textIn(it, 'Version') ?? '')
    return row ? [row] : []
  })
}

/** The API of `GET /version` as a number that compares: 1.41 → 41. Undefined for anything but `1.<number>`. */
export function apiMinorOf(json: unknown): number | undefined {
  const minor = /^1\.(\d{1,3})$/.exec(textIn(json, 'ApiVersion') ?? '')?.[1]
  return minor === undefined ? undefined : Number(minor)
}

/** The daemon as `GET /info` describes it: the fields of `docker-engine`. */
export function engineOf(json: unknown) {
  const version = textIn(json, 'ServerVersion')
  if (version === undefined) return undefined
  const status = driverStatus(json)
  const cgroupVersion = textIn(json, 'CgroupVersion')
  return {
    version,
    storageDriver: textIn(json, 'Driver'),
    backingFilesystem: status.get('Backing Filesystem'),
    supportsDType: yesOrNo(status.get('Supports d_type')),
    rootDir: textIn(json, 'DockerRootDir'),
    cgroupDriver: textIn(json, 'CgroupDriver'),
    cgroupVersion: cgroupVersion === undefined ? undefined : Number(cgroupVersion),
    containers: countIn(json, 'Containers'),
    containersRunning: countIn(json, 'ContainersRunning'),
    images: countIn(json, 'Images'),
    kernelRelease: textIn(json, 'KernelVersion'),
    liveRestore: flagIn(json, 'LiveRestoreEnabled'),
  }
}

/** The pool of the storage driver devicemapper (docker up to 24), whose room `GET /info` tells as `docker info` prints it. */
export function thinPoolOf(json: unknown) {
  if (textIn(json, 'Driver') !== 'devicemapper') return undefined
  const fields = thinPoolFields(driverStatus(json))
  return fields.dataUsedPercent === undefined && fields.dataAvailableBytes === undefined ? undefined : fields
}

/** Pairs of a label and its value. */
function driverStatus(json: unknown): ReadonlyMap<string, string> {
  const pairs = listIn(json, 'DriverStatus').slice(0, MOST_LISTED)
  return new Map(pairs.flatMap((pair) => (isPair(pair) ? [pair] : [])))
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((it) => typeof it === 'string')
}

function yesOrNo(value: string | undefined): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined
}
