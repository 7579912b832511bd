import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import type { Condition } from '../model/condition.ts'
import type { FactKind } from '../model/fact.ts'
import { type FieldType, fieldTypes } from '../model/fact-fields.ts'
import { KnownError } from '../model/known-error.ts'

const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 50, maxMapEntries: 0, maxCallArguments: 4 }

/** What a condition may call. Not `matches`: a pattern that a person writes may take exponential time. */
const CALLS: ReadonlySet<string> = new Set(['startsWith', 'endsWith', 'contains'])

const CEL_TYPES: Readonly<Record<FieldType, string>> = { number: 'double', string: 'string', boolean: 'bool' }

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

const environments = new WeakMap<FactKind, Environment>()

/**
 * Compiles a CEL expression over the fields of `kind`.
 *
 * Throws a KnownError `bad-condition` for a syntax error, an unknown field, a call that is not allowed, or an
 * expression that is not a bool.
 */
export function compileCondition(source: string, kind: FactKind): Condition {
  const environment = environmentOf(kind)
  const checked = environment.check(source)
  if (!checked.valid) throw badCondition(source, firstLine(checked.error?.message ?? 'not a CEL expression'))
  if (checked.type !== 'bool') throw badCondition(source, `it yields ${checked.type}, and a condition must yield bool`)
  const run = environment.parse(source)
  const names = namesIn(run.ast)
  for (const call of names.calls) {
    if (!CALLS.has(call)) throw badCondition(source, `it calls ${call}(); only ${[...CALLS].join(', ')} may be called`)
  }
  const fields = [...names.fields]
  if (fields.length === 0)
    throw badCondition(source, `it reads no field of ${kind.id}, so it says the same of every row`)
  return {
    source,
    fields,
    holds: (row) => (fields.every((field) => row[field] !== undefined) ? run(row) === true : undefined),
  }
}

function environmentOf(kind: FactKind): Environment {
  const known = environments.get(kind)
  if (known) return known
  const environment = new Environment({ limits: LIMITS })
  for (const [field, type] of fieldTypes(kind)) environment.registerVariable(field, CEL_TYPES[type])
  allowWholeNumbers(environment)
  environments.set(kind, environment)
  return environment
}

/** CEL keeps `2` and `2.0` apart; a person who writes `count > 2 * limit` does not. */
function allowWholeNumbers(environment: Environment): void {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
  for (const [sign, calculate] of Object.entries(ARITHMETIC)) {
    environment.registerOperator(`double ${sign} int`, (a: number, b: bigint) => calculate(a, Number(b)))
    environment.registerOperator(`int ${sign} double`, (a: bigint, b: number) => calculate(Number(a), b))
  }
}

interface Names {
  readonly fields: Set<string>
  readonly calls: Set<string>
}

function namesIn(node: unknown, names: Names = { fields: new Set(), calls: new Set() }): Names {
  if (Array.isArray(node)) for (const child of node) namesIn(child, names)
  else if (isNode(node)) {
    if (node.op === 'id') names.fields.add(String(node.args))
    else if (node.op === 'call' || node.op === 'rcall') {
      names.calls.add(String(node.args[0]))
      namesIn(node.args.slice(1), names)
    } else if (node.op !== 'value') namesIn(node.args, names)
  }
  return names
}

function isNode(node: unknown): node is ASTNode {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node
}

function badCondition(source: string, why: string): KnownError {
  return new KnownError('bad-condition', `the condition \`${source}\` cannot be used: ${why}`)
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
