/** What a caller may say about a store; all of it has a default. */
export interface SqliteOptions {
  /** The file never grows beyond this: writing ends with `store-full` instead. */
  readonly maxBytes?: number
  /** How long a method may wait for another process that writes. */
  readonly waitMs?: number
  /** The folder of `<nnnn>-<what>.sql`. */
  readonly migrations?: string
  /** Sees each SQL statement before it runs. */
  readonly onStatement?: (sql: string) => void
}
