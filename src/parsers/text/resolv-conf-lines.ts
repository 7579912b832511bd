import { words } from './words.ts'

/** What a resolv.conf says: https://man7.org/linux/man-pages/man5/resolv.conf.5.html */
export interface ResolvConf {
  readonly nameservers: readonly string[]
  readonly search: readonly string[]
  readonly options: readonly string[]
}

const KEYWORDS = new Set(['nameserver', 'search', 'domain', 'options', 'sortlist'])
const LINE_MAX = 2_000

/** The words of a line of resolv.conf that says something; undefined for any other, comments included. */
export function readResolvLine(line: string): readonly string[] | undefined {
  const said = words(line.slice(0, LINE_MAX).trim())
  return KEYWORDS.has(said[0] ?? '') && said.length > 1 ? said : undefined
}

/** The last `search` or `domain` counts; name servers and options add up. */
export function readResolvConf(lines: readonly (readonly string[])[]): ResolvConf {
  const valuesOf = (keyword: string) => lines.filter(([word]) => word === keyword).map(([, ...values]) => values)
  const search = lines.filter(([word]) => word === 'search' || word === 'domain').at(-1) ?? []
  return {
    nameservers: valuesOf('nameserver').flatMap(([address]) => address ?? []),
    search: search.slice(1),
    options: valuesOf('options').flat(),
  }
}

/** The fields of a `resolver` row, with glibc's defaults where the file is silent. */
export function describeResolver({ nameservers, search, options }: ResolvConf) {
  return {
    nameservers: nameservers.length,
    firstNameserver: nameservers[0]?.slice(0, 100),
    searchDomains: search.length,
    clusterSearch: search.some((domain) => domain.startsWith('svc.') || domain.endsWith('.svc.cluster.local')),
    ndots: numberOption(options, 'ndots', 1, 15),
    timeoutSeconds: numberOption(options, 'timeout', 5, 30),
    attempts: numberOption(options, 'attempts', 2, 5),
    singleRequest: options.some((option) => option === 'single-request' || option === 'single-request-reopen'),
    useTcp: options.includes('use-vc'),
  }
}

/** glibc caps each of them silently. */
function numberOption(options: readonly string[], name: string, unless: number, most: number): number {
  const written = options.findLast((option) => option.startsWith(`${name}:`))?.slice(name.length + 1) ?? ''
  return /^\d{1,6}$/.test(written) ? Math.min(Number(written), most) : unless
}
