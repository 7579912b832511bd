const NUMBERS = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?=$|[^\d])/

/** The row of a component, from its version as it prints it; undefined when that does not begin with a number. */
export function componentVersion(component: string, version: string) {
  const numbers = NUMBERS.exec(version.slice(0, 100))
  if (!numbers) return undefined
  const [major = 0, minor = 0, patch = 0] = numbers.slice(1).map((number) => Number(number ?? 0))
  return { component, version: version.replace(/^v/, '').slice(0, 100), major, minor, patch }
}
