import certificateRequest from '../facts/certificate-request.ts'
import { type Observation, observe } from '../model/fact.ts'
import type { Parser } from '../model/parser.ts'
import { parseDurationSeconds } from './text/duration.ts'
import { readRun } from './text/run.ts'
import { words } from './text/words.ts'

const ROWS_MAX = 2_000
const NAME = /^[a-z0-9][a-z0-9.-]{0,252}$/
const SIGNER = /^[a-z0-9.-]{1,200}\/[a-z0-9.:-]{1,200}$/i
const REQUESTOR = /^[\w.:@/-]{1,300}$/
const CONDITION = /^(?:Pending|Approved|Denied|Failed)(?:,(?:Issued|Failed))?$/

/**
 * `kubectl get csr`: name, age, signer, who asks, perhaps for how long, and the condition; of kubectl before 1.18 without
 * a signer. Rows alone are read too.
 */
const kubectlGetCsr: Parser = {
  command: 'kubectl get csr',
  cues: [' Pending', ' Approved', ' Denied', 'SIGNERNAME', 'REQUESTOR'],
  sample: `NAME        AGE     SIGNERNAME                                    REQUESTOR              REQUESTEDDURATION   CONDITION
csr-8p2mt   9m22s   kubernetes.io/kubelet-serving                 system:node:node-3     <none>              Pending
csr-6wpdw   3h      kubernetes.io/kube-apiserver-client-kubelet   system:bootstrap:m5    <none>              Approved,Issued`,
  read(lines, at) {
    const start = isHeader(lines[at] ?? '') ? at + 1 : at
    const { rows, to } = readRun(lines, start, readRow)
    const facts = rows
      .slice(0, ROWS_MAX)
      .map(({ value, at: line }): Observation => observe(certificateRequest, value, line))
    return facts.length > 0 ? { facts, from: at, to } : undefined
  },
}

export default kubectlGetCsr

function isHeader(line: string): boolean {
  const [name, age, ...rest] = words(line.slice(0, 1_000))
  return name === 'NAME' && age === 'AGE' && rest.includes('REQUESTOR')
}

function readRow(line: string) {
  const cells = words(line.slice(0, 2_000))
  const [name = '', age = '', third = '', fourth = ''] = cells
  const condition = cells.at(-1) ?? ''
  const signer = SIGNER.test(third) ? third : undefined
  const requestor = signer === undefined ? third : fourth
  const ageSeconds = parseDurationSeconds(age)
  if (!NAME.test(name) || ageSeconds === undefined || !CONDITION.test(condition)) return undefined
  if (!REQUESTOR.test(requestor) || cells.length < (signer === undefined ? 4 : 5) || cells.length > 6) return undefined
  const [pending, issued] = [condition === 'Pending', condition.endsWith(',Issued')]
  return { name, signer, requestor, pending, issued, ageSeconds }
}
