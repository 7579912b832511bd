const MADE_UP = /^[0-9a-f]{64}$/
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/

/** Whether docker made this volume name up, as it does for `-v PATH` and `VOLUME`. */
export function isAnonymous(volume: string): boolean {
  return MADE_UP.test(volume)
}

/** Whether this looks like a part of such a name: the paste was cut inside it. */
export function isTornName(volume: string): boolean {
  return /^[0-9a-f]{16,63}$/.test(volume)
}

/** Whether docker would accept this as the name of a container or a volume. */
export function isDockerName(text: string): boolean {
  return NAME.test(text)
}
