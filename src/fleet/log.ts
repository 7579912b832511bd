/** Where the fleet tells what happens to connections: names, codes and sentences of ours, no credential and nothing that an agent measured. */
export interface FleetLog {
  readonly info: (fields: object, message: string) => void
  readonly warn: (fields: object, message: string) => void
}
