import { lookAgain } from '../../investigation/investigate.ts'
import type { Investigation } from '../../model/investigation.ts'
import { revise } from '../revise.ts'
import type { Tools } from '../tools.ts'
import type { After } from '../upkeep.ts'

export interface RecurrenceTeller {
  /** There may be something to tell. */
  readonly wake: () => void
  /** Settles when no message is being written. */
  readonly idle: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Of each answer at most one update in this time, however often its error comes again. */
const PAUSE_MS = 3000
const MOST_AT_ONCE = 200

/**
 * Has the message of an answered error say how often it came again. What is counted stands in the store, and of how
 * much of it a message tells is committed with that message: a crash loses neither. It has to be woken once at the start.
 */
export function openRecurrenceTeller(tools: Tools, after: After): RecurrenceTeller {
  let work = Promise.resolve()
  let callOff = (): void => {}
  let isBusy = false
  let isWoken = false
  let stopped = false

  function wake(): void {
    isWoken = true
    if (isBusy || stopped) return
    isBusy = true
    work = round()
  }

  async function round(): Promise<void> {
    isWoken = false
    const told = await tellSome().catch(tryAgain)
    if (stopped) return
    if (told > 0) callOff = after(PAUSE_MS, goOn)
    else goOn()
  }

  function goOn(): void {
    isBusy = false
    if (isWoken) wake()
  }

  async function tellSome(): Promise<number> {
    const some = await tools.store.recurrences.untold(MOST_AT_ONCE)
    for (const id of some) if (!stopped) await tell(id, tools)
    if (some.length === MOST_AT_ONCE) isWoken = true
    return some.length
  }

  function tryAgain(error: unknown): number {
    tools.log.warn({ error }, 'how often errors came again is not told; trying again')
    isWoken = true
    return 1
  }

  return {
    wake,
    idle: () => work,
    async stop() {
      stopped = true
      callOff()
      await work
    },
  }
}

/** As a change of the investigation: whoever pressed a button meanwhile writes a message with this count in it. */
async function tell(id: string, tools: Tools): Promise<void> {
  await revise(id, (investigation) => lookAgain(investigation, tools.match), toldBy, tools)
}

function toldBy({ id, recurred }: Investigation) {
  return { told: { investigation: id, times: recurred?.times ?? 0 } }
}
