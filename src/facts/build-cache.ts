import { z } from 'zod'
import { type Derived, defineFactKind, type Fact } from '../model/fact.ts'

/** The parsers count, where they see the records: they also see the filter or the cut that makes a count untrue. */
export default defineFactKind({
  id: 'build-cache',
  summary: 'The build cache of BuildKit as a whole.',
  schema: z.object({
    records: z.number().optional().describe('entries'),
    totalBytes: z.number().optional().describe('bytes that they take, without what images use as well'),
    cacheMountBytes: z.number().optional().describe('bytes of the `RUN --mount=type=cache` directories among them'),
    inUse: z.number().optional().describe('entries that a build uses now'),
  }),
  sources: [
    { run: 'docker system df -v', fills: ['records', 'totalBytes', 'cacheMountBytes', 'inUse'] },
    { run: 'docker buildx du --verbose', fills: ['records', 'totalBytes', 'cacheMountBytes', 'inUse'] },
    { run: 'docker system df', fills: ['records', 'totalBytes', 'inUse'] },
  ],
  derive: (facts) => (facts.some(hasTotal) ? [] : facts.filter(isDiskUsage).map(fromDiskUsage)),
})

function hasTotal({ kind, fields }: Fact): boolean {
  return kind === 'build-cache' && fields.totalBytes !== undefined
}

function isDiskUsage({ kind, fields }: Fact): boolean {
  return kind === 'docker-disk-usage' && fields.category === 'build-cache'
}

function fromDiskUsage(fact: Fact): Derived {
  const { total, active, sizeBytes } = fact.fields
  return { fields: { records: total, totalBytes: sizeBytes, inUse: active }, because: [fact] }
}
