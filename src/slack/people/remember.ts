/** Entries are dropped all together when there are more: what is asked again is asked of Slack again. */
const MAX_REMEMBERED = 5000

/** Asks once for all who ask the same meanwhile, and remembers the answer. A failure is handed out and not remembered. */
export function remember<T>(
  ask: (key: string) => Promise<T>,
  forMs: number,
  now: () => number,
): (key: string) => Promise<T> {
  const known = new Map<string, { readonly answer: Promise<T>; readonly until: number }>()
  return (key) => {
    const found = known.get(key)
    if (found && found.until > now()) return found.answer
    if (known.size >= MAX_REMEMBERED) known.clear()
    const answer = ask(key)
    const entry = { answer, until: now() + forMs }
    known.set(key, entry)
    answer.catch(() => {
      if (known.get(key) === entry) known.delete(key)
    })
    return answer
  }
}
