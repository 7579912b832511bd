import { parseDockerSize } from './docker-size.ts'

/** The fields of a `thin-pool` fact from the labels of `docker info` (`Data Space Used`) and what stands behind them. */
export function thinPoolFields(labels: ReadonlyMap<string, string>) {
  const bytes = (label: string): number | undefined => parseDockerSize(labels.get(label) ?? '')
  const [dataUsed, dataBytes] = [bytes('Data Space Used'), bytes('Data Space Total')]
  const loop = labels.get('Data loop file')
  return {
    name: labels.get('Pool Name'),
    dataUsedPercent: percent(dataUsed, dataBytes),
    metadataUsedPercent: percent(bytes('Metadata Space Used'), bytes('Metadata Space Total')),
    dataBytes,
    dataAvailableBytes: bytes('Data Space Available'),
    metadataAvailableBytes: bytes('Metadata Space Available'),
    minimumFreeBytes: bytes('Thin Pool Minimum Free Space'),
    loopFile: loop === undefined ? undefined : true,
  }
}

function percent(used: number | undefined, of: number | undefined): number | undefined {
  return used !== undefined && of ? Math.round((1000 * used) / of) / 10 : undefined
}
