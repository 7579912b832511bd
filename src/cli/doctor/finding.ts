/** What one check found. `optional`: it works without. `skipped`: it could not be looked at, which is no verdict. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'optional' | 'missing' | 'wrong' | 'skipped'
  /** One sentence: what is so, and what to do when it should not be. */
  readonly says: string
}

export function ok(check: string, says: string): Finding {
  return { check, state: 'ok', says }
}

export function wrong(check: string, says: string): Finding {
  return { check, state: 'wrong', says }
}

export function skipped(check: string, says: string): Finding {
  return { check, state: 'skipped', says }
}

/** A check that throws has found something, too. */
export async function guard(check: string, examineIt: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await examineIt()
  } catch (error) {
    return wrong(check, error instanceof Error ? error.message : String(error))
  }
}
