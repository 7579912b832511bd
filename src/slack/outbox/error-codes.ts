import { WebAPIPlatformError } from '@slack/web-api'
import { z } from 'zod'

/** Errors of Slack that pass by themselves. */
export const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'rate_limited',
  'ratelimited',
  'message_limit_exceeded',
])

/** Slack refuses the token, whatever it is used for. */
export const REFUSED_TOKEN: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_expired',
  'token_revoked',
])

const refused = z.object({ error: z.literal('missing_scope'), needed: z.string() })

/** The scope for lack of which Slack refused a call. */
export function missingScope(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined
  return refused.safeParse(error.data).data?.needed
}
