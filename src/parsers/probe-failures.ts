import probeFailure from '../facts/probe-failure.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseDurationSeconds } from './text/duration.ts'
import { readEventLine, readRepeats } from './text/event-line.ts'

interface Failure {
  readonly probe: string
  readonly cause: string
}

type How = 'exec-timeout' | 'exec-error' | 'http' | 'tcp' | 'other'

const ROWS_MAX = 2_000
const LINE_MAX = 4_000
const CAUSE_MAX = 200
const SAID = /\b(Readiness|Liveness|Startup) probe (?:failed|errored)(?: and resulted in unknown state)?:/
const SAID_BEFORE_1_19 = /\b(Readiness|Liveness|Startup) probe for "[^"]{1,600}" (?:failed \([a-z]{1,20}\)|errored):/
const STRUCTURED = /\]\s?"?Probe (?:failed|errored)(?: and resulted in unknown state)?"? /
const PROBE_TYPE = /\bprobeType="(Readiness|Liveness|Startup)"/
const TIMED_OUT = /\btimed out\b|\bcode = DeadlineExceeded\b|\btimeout \S{1,20} exceeded\b/
const NOT_RUN = /^(?:rpc error: |OCI runtime exec failed: |failed to exec in container|cannot exec in a )/

/**
 * Failed probes of containers, one row a line, the first 2,000: events (`Readiness probe failed: command timed out`, with their count),
 * and lines of kubelet's log, both `Liveness probe for "pod:container" failed (failure): …` and `"Probe failed"
 * probeType="Liveness" … output="…"`.
 *
 * Refuses a line that does not name the kind of probe. What the runtime said counts as exec-error or exec-timeout;
 * what the command itself printed is `other`.
 */
const probeFailures: Parser = {
  command: 'kubectl describe pod',
  cues: ['probe failed', 'probe errored', ' probe for "'],
  sample: `  Warning  Unhealthy  5m2s (x88 over 3h10m)  kubelet  Readiness probe failed: command timed out after 1s
  Warning  Unhealthy  2m (x3 over 6m)         kubelet  Liveness probe failed: Get "http://10.0.0.7:8080/healthz": dial tcp 10.0.0.7:8080: connect: connection refused`,
  read(lines, at) {
    if (!readLine(lines[at] ?? '', at)) return undefined
    const facts: Observation[] = []
    for (let i = at; i < lines.length && facts.length < ROWS_MAX; i++) {
      const fact = readLine(lines[i] ?? '', i)
      if (fact) facts.push(fact)
    }
    return { facts, from: at, to: lines.length }
  },
}

export default probeFailures

function readLine(line: string, at: number): Observation | undefined {
  const event = readEventLine(line)
  const text = event?.message ?? line.slice(0, LINE_MAX)
  const failure = readMessage(text) ?? readStructured(text)
  if (!failure) return undefined
  const { probe, cause } = failure
  const fields = {
    probe,
    how: judge(cause),
    count: event?.count ?? readRepeats(line) ?? 1,
    timeoutSeconds: timeoutIn(cause),
    command: commandIn(cause),
    cause: cause === '' ? undefined : cause.slice(0, CAUSE_MAX),
  }
  return observe(probeFailure, fields, at)
}

function readMessage(text: string): Failure | undefined {
  const said = SAID.exec(text) ?? SAID_BEFORE_1_19.exec(text)
  return said?.[1] ? { probe: said[1], cause: text.slice(said.index + said[0].length).trim() } : undefined
}

function readStructured(text: string): Failure | undefined {
  const probe = STRUCTURED.test(text) ? PROBE_TYPE.exec(text)?.[1] : undefined
  if (!probe) return undefined
  return { probe, cause: (fieldIn(text, 'output') ?? fieldIn(text, 'err') ?? '').trim() }
}

/** The value of `name="…"`: to the quote that another field, the end or nothing follows, because what is quoted may hold quotes. */
function fieldIn(text: string, name: string): string | undefined {
  const from = text.indexOf(` ${name}="`)
  if (from < 0) return undefined
  const rest = text.slice(from + name.length + 3)
  const end = /"(?=\s{1,4}\w{1,40}=|\s{0,4}$)/.exec(rest)?.index
  return end === undefined ? rest : rest.slice(0, end)
}

function judge(cause: string): How {
  if (/^(?:Get "?https?:|HTTP probe failed)/.test(cause)) return 'http'
  if (/^dial tcp\b/.test(cause)) return 'tcp'
  const run = NOT_RUN.test(cause)
  if (/^command (?:".{1,1000}" )?timed out\b/.test(cause) || (run && TIMED_OUT.test(cause))) return 'exec-timeout'
  return run ? 'exec-error' : 'other'
}

function timeoutIn(cause: string): number | undefined {
  const [, after, of] = /\btimed out after (\d[\w.]{0,20})|\btimeout (\d[\w.]{0,20}) exceeded/.exec(cause) ?? []
  return parseDurationSeconds((after ?? of ?? '').replace(/\.$/, ''))
}

function commandIn(cause: string): string | undefined {
  const from = cause.indexOf('command "')
  const to = cause.indexOf('" timed out', from)
  return from >= 0 && to > from + 9 ? cause.slice(from + 9, to).slice(0, 500) : undefined
}
