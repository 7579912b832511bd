import type { WebSocket } from 'ws'
import type { Limits } from './limits.ts'

/** Pings until the connection closes, each a little earlier or later than the last, so that thousands do not beat as one. */
export function keepBeating(
  socket: WebSocket,
  { beatMs, controlFrames }: Pick<Limits, 'beatMs' | 'controlFrames'>,
  onTrouble: (trouble: 'silent' | 'noisy') => void,
): void {
  let missed = 0
  let heard = 0
  let timer: NodeJS.Timeout
  const hear = (): void => {
    missed = 0
    if (++heard > controlFrames) onTrouble('noisy')
  }
  const beat = (): void => {
    if (++missed > 2) onTrouble('silent')
    heard = 0
    socket.ping()
    timer = setTimeout(beat, beatMs * (0.9 + 0.2 * Math.random()))
  }
  timer = setTimeout(beat, beatMs * Math.random())
  socket.on('pong', hear)
  socket.on('ping', hear)
  socket.once('close', () => clearTimeout(timer))
}
