const ROW =
  /^\s{0,10}(\d{1,10}): {1,10}\d{1,9} (?:\d{1,9})\/\d{1,9} (\d{1,9})\/(\d{1,9}) (\d{1,12})\/(\d{1,12})\s{0,10}$/

/** A row of /proc/key-users: `uid: usage nkeys/nikeys qnkeys/maxkeys qnbytes/maxbytes`. Undefined for another line. */
export function readKeyUser(line: string) {
  const [uid, keys, maxKeys, keyBytes, maxBytes] = (ROW.exec(line.slice(0, 200)) ?? []).slice(1).map(Number)
  if (uid === undefined || keys === undefined || keyBytes === undefined || !maxKeys || !maxBytes) return undefined
  return {
    uid,
    keys,
    maxKeys,
    keysPercent: (100 * keys) / maxKeys,
    keyBytes,
    maxBytes,
    bytesPercent: (100 * keyBytes) / maxBytes,
  }
}
