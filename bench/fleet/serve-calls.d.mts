export function serveCalls(calls: Readonly<Record<string, (...args: never[]) => unknown>>): void
