const LINE = /^([A-Z][A-Z_]{1,40})=(?:"([^"]{0,200})"|'([^']{0,200})'|([\w.:/+-]{0,200}))\s{0,10}$/

/** A variable of os-release and its value without quotes: https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
export function readOsReleaseLine(line: string): readonly [string, string] | undefined {
  const [, name, double, single, bare] = LINE.exec(line.slice(0, 300)) ?? []
  const value = double ?? single ?? bare
  return name === undefined || value === undefined ? undefined : [name, value]
}

/** The fields of an `os-release` row; undefined without an ID. */
export function describeOsRelease(variables: Iterable<readonly [string, string]>) {
  const values = new Map(variables)
  const [distribution, versionId, prettyName] = ['ID', 'VERSION_ID', 'PRETTY_NAME'].map((name) => values.get(name))
  if (!distribution || !/^[a-z0-9._-]{1,60}$/.test(distribution)) return undefined
  return { distribution, ...(versionId && { versionId }), ...(prettyName && { prettyName }) }
}
