import type { Schedule } from '../model/digest.ts'
import { isTimeZone } from './schedule.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Reads `mon 09:00 Europe/Berlin`. A string says what is wrong with it, in words for the person who typed it. */
export function readSchedule(typed: string): Schedule | string {
  const [day = '', time = '', timeZone = '', ...rest] = typed.trim().split(/\s+/)
  const weekday = DAYS.indexOf(day.toLowerCase().slice(0, 3)) + 1
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(time) ?? []
  if (weekday === 0) return `\`${day.slice(0, 40)}\` is no day; write mon, tue, wed, thu, fri, sat or sun`
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59)
    return `\`${time.slice(0, 40)}\` is no time of day; write it like 09:00`
  if (!isTimeZone(timeZone) || rest.length > 0)
    return `\`${[timeZone, ...rest].join(' ').slice(0, 60)}\` is no time zone; write it like Europe/Berlin or UTC`
  return { weekday, hour: Number(hour), minute: Number(minute), timeZone }
}

/** The same the other way round. */
export function writtenSchedule({ weekday, hour, minute, timeZone }: Schedule): string {
  const time = [hour, minute].map((it) => String(it).padStart(2, '0')).join(':')
  return `${DAYS[weekday - 1] ?? '?'} ${time} ${timeZone}`
}
