import type { Double } from '../double.ts'
import { defined, type JsonRecord } from '../json.ts'
import { Refusal } from '../refusal.ts'
import type { User, Workspace } from '../workspace.ts'
import { userWith } from './access.ts'

/** Who is there: the app itself, its workspace, people and bots. */
export const people: Readonly<Record<string, (double: Double, args: JsonRecord) => JsonRecord>> = {
  'auth.test'({ workspace }) {
    const { team, app } = workspace
    const url = `https://${team.domain}.slack.com/`
    return {
      url,
      team: team.name,
      user: app.name,
      team_id: team.id,
      user_id: app.id,
      bot_id: app.botId,
      is_enterprise_install: false,
    }
  },

  'team.info'({ workspace }, args) {
    const { id, name, domain } = workspace.team
    if (args.team !== undefined && args.team !== id) throw new Refusal('team_not_found')
    return { team: { id, name, domain, email_domain: '', icon: { image_default: true } } }
  },

  'users.info'(double, args) {
    return { user: describe(double, userWith(double, args.user), args) }
  },

  'usergroups.users.list'({ workspace }, args) {
    const members = workspace.userGroups.get(String(args.usergroup))
    if (!members) throw new Refusal('no_such_subteam')
    return { users: [...members] }
  },

  'bots.info'({ workspace, installation }, args) {
    const bot = [...workspace.users.values()].find((it) => it.botId !== undefined && it.botId === args.bot)
    if (!bot) throw new Refusal('bot_not_found')
    const appId = bot === workspace.app ? installation.appId : undefined
    return { bot: defined({ id: bot.botId, name: bot.name, user_id: bot.id, app_id: appId, deleted: bot.deleted }) }
  },
}

function describe({ workspace }: Double, user: User, args: JsonRecord): JsonRecord {
  return defined({
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    real_name: user.name,
    deleted: user.deleted,
    is_bot: user.botId !== undefined,
    is_app_user: false,
    is_restricted: user.guest,
    is_stranger: isStranger(workspace, user) || undefined,
    tz: user.timeZone,
    locale: args.include_locale ? user.locale : undefined,
    profile: defined({ display_name: user.name, real_name: user.name, bot_id: user.botId, team: user.teamId }),
  })
}

/** Somebody of another organisation who is in a channel of the app is none: https://docs.slack.dev/reference/objects/user-object */
function isStranger(workspace: Workspace, user: User): boolean {
  const shared = [...workspace.channels.values()].some(
    ({ members }) => members.has(user.id) && members.has(workspace.app.id),
  )
  return workspace.isForeign(user) && !shared
}
