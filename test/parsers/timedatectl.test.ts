import { expect, test } from 'vitest'
import timedatectl from '../../src/parsers/timedatectl.ts'
import { fieldsIn } from './facts-in.ts'

test.each([
  ['System clock synchronized: no\n              NTP service: active', false],
  ['System clock synchronized: yes', true],
  ['     NTP enabled: yes\nNTP synchronized: no\n RTC in local TZ: no', false],
])('%s', (text, synchronized) => {
  expect(fieldsIn(timedatectl, `               Local time: Fri 2026-11-20 09:00:00 UTC\n${text}`)).toEqual([
    { toldBy: 'kernel', synchronized },
  ])
})

test.each(['NTP service: active', 'Is the System clock synchronized: yes?', 'System clock synchronized: n/a'])(
  'says nothing of %s',
  (text) => {
    expect(fieldsIn(timedatectl, text)).toEqual([])
  },
)
