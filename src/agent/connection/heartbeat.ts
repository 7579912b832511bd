import type { WebSocket } from 'ws'

/** Pings, each a little earlier or later than the last, and calls back when two of them in a row had no answer. */
export function keepBeating(socket: WebSocket, beatMs: number, onSilence: () => void): void {
  let missed = 0
  let timer: NodeJS.Timeout
  const hear = (): void => {
    missed = 0
  }
  const beat = (): void => {
    if (++missed > 2) onSilence()
    socket.ping()
    timer = setTimeout(beat, beatMs * (0.9 + 0.2 * Math.random()))
  }
  timer = setTimeout(beat, beatMs * Math.random())
  for (const event of ['pong', 'ping', 'message']) socket.on(event, hear)
  socket.once('close', () => clearTimeout(timer))
}
