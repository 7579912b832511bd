const SYSLOG =
  /^(?:(?:[A-Z][a-z]{2}|\d{1,2}月) [ \d]?\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,:+Z-]{0,20}) [\w.:-]{1,64} [\w.@/-]{1,64}(?:\[\d{1,10}\])?: /
const PROGRAM = /^[\w.@/-]{1,64}\[\d{1,10}\]: /
const CONTAINER = /^\d{4}-\d\d-\d\dT[\d:.+Z-]{8,30} std(?:out|err) [FP] /

/** The line without what syslog, journald or a container runtime (https://kubernetes.io/docs/concepts/cluster-administration/logging/) writes before a message. */
export function afterLogPrefix(line: string): string {
  const start = line.slice(0, 250)
  const prefix = SYSLOG.exec(start) ?? PROGRAM.exec(start) ?? CONTAINER.exec(start)
  return prefix ? line.slice(prefix[0].length) : line
}
