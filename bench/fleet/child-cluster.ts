/** An API server that knows the tokens that it is told. */
import { FakeKubernetes, type FakeToken } from '../../test/fleet/fake-kubernetes.ts'
import { serveCalls } from './serve-calls.mjs'

const { cert, key } = JSON.parse(process.argv[2] ?? '') as { cert: string; key: string }
const authority = { cert, key, issue: () => ({ cert, key }) }
const kubernetes = await FakeKubernetes.start(authority)

serveCalls({
  url: () => kubernetes.url,
  learn(tokens: readonly [string, FakeToken][]) {
    for (const [text, token] of tokens) kubernetes.tokens.set(text, token)
  },
})
