/** One line of JSON an event, without tokens and without anything that a probe found. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  more?: Readonly<Record<string, string | number>>,
) => void

export function createLog(write: (line: string) => void): Log {
  return (level, event, more = {}) => {
    write(`${JSON.stringify({ level, time: new Date().toISOString(), event, ...more })}\n`)
  }
}
