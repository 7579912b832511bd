import { expect, test } from 'vitest'
import chronycTracking from '../../src/parsers/chronyc-tracking.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

function tracking(systemTime: string, leap: string): string {
  return `Reference ID    : C0000201 (ntp.example.net)
Stratum         : 3
Ref time (UTC)  : Thu Nov 20 09:00:00 2025
System time     : ${systemTime}
Last offset     : -0.000006747 seconds
Frequency       : 3.225 ppm slow
Leap status     : ${leap}`
}

test('how far the clock is off, ahead and behind', () => {
  const behind = `$ chronyc tracking\n${tracking('16422.107473373 seconds slow of NTP time', 'Normal')}\n$ date`
  expect(factsIn(chronycTracking, behind)).toMatchObject([
    { fields: { toldBy: 'chrony', synchronized: true, offsetSeconds: -16422.107473373 }, first: 1, last: 7 },
  ])
  expect(fieldsIn(chronycTracking, tracking('0.000006523 seconds fast of NTP time', 'Insert second'))).toEqual([
    { toldBy: 'chrony', synchronized: true, offsetSeconds: 0.000006523 },
  ])
})

test('without a source its zero is no offset', () => {
  const text = tracking('0.000000000 seconds fast of NTP time', 'Not synchronised')
  expect(fieldsIn(chronycTracking, text)).toEqual([{ toldBy: 'chrony', synchronized: false }])
})

test.each([
  ['an end that is missing', 'System time     : 3.000000000 seconds slow of NTP time'],
  ['a beginning that is missing', 'Leap status     : Normal'],
  ['prose', 'the Leap status of my chrony is odd'],
])('says nothing of %s', (_what, text) => {
  expect(fieldsIn(chronycTracking, text)).toEqual([])
})
