import { type JsonRecord, recordsIn } from '../json.ts'
import { ENTITY } from '../render/mrkdwn.ts'

/** Who a message calls: a person or a group by its id, or `here`, `channel` and `everyone`. */
export function pingsIn(content: JsonRecord): string[] {
  const marked = markupIn(content).flatMap((text) =>
    [...text.matchAll(ENTITY)].flatMap(([, entity = '']) => pingOf(entity)),
  )
  const rich = [...recordsIn(content)].flatMap((part) => richPing(part))
  return [...marked, ...rich, ...plainPings(content)]
}

/** Places where text went out as markup that Slack cannot mean: an unescaped `<`, `>` or `&`. */
export function brokenMarkupIn(content: JsonRecord): string[] {
  return markupIn(content).flatMap((text) => {
    const odd = [...text.matchAll(ENTITY)]
      .filter(([, entity = '']) => !KNOWN_ENTITY.test(entity))
      .map(([whole]) => whole)
    const rest = text.replace(ENTITY, '').replace(/^\s*>+/gm, '')
    const loose = /[<>]|&(?!(?:amp|lt|gt);)/.exec(rest)
    return [...odd, ...(loose ? [rest.slice(Math.max(0, loose.index - 20), loose.index + 20)] : [])]
  })
}

/** Mentions, special mentions, dates and links: https://docs.slack.dev/messaging/formatting-message-text#advanced */
const KNOWN_ENTITY =
  /^(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!(?:here|channel|everyone|subteam\^S\w+|date\^\d+\^.+)|(?:https?|mailto|tel|slack):\S+?)(?:\|.*)?$/

function pingOf(entity: string): string[] {
  const [, id] = /^(?:@|!subteam\^|!(?=here|channel|everyone))(\w+)/.exec(entity) ?? []
  return id ? [id] : []
}

function richPing({ type, user_id: user, usergroup_id: group, range }: JsonRecord): string[] {
  const id = type === 'user' ? user : type === 'usergroup' ? group : type === 'broadcast' ? range : undefined
  return typeof id === 'string' ? [id] : []
}

/** With `link_names` or `parse: full`, Slack makes mentions of plain words. */
function plainPings(content: JsonRecord): string[] {
  const looks = content.link_names === true || content.link_names === 'true' || content.parse === 'full'
  return looks
    ? markupIn(content).flatMap((text) => [...text.matchAll(/@(here|channel|everyone)\b/g)].map(([, it = '']) => it))
    : []
}

/** Every text that Slack reads as markup; `plain_text` and rich text are not. */
function markupIn({ metadata: _, ...content }: JsonRecord): string[] {
  return [...recordsIn(content)].flatMap((part) => {
    if (part.type === 'mrkdwn' || part.type === 'markdown') return [String(part.text)]
    if (part.type !== undefined) return []
    return ['text', 'markdown_text', 'pretext', 'value'].map((key) => part[key]).filter((it) => typeof it === 'string')
  })
}
