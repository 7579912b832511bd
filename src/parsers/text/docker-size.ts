import { parseSize } from './size.ts'

/** A size as docker prints it (`0B`, `1.982MB`, `10kB`: powers of 1000, never without `B`), in bytes. */
export function parseDockerSize(text: string): number | undefined {
  return text.endsWith('B') ? parseSize(text, 1000) : undefined
}
