import type { Double, Outgoing } from '../double.ts'
import { defined, type JsonRecord, stringOf } from '../json.ts'
import { Refusal } from '../refusal.ts'
import type { StoredView } from '../views.ts'
import { userWith } from './access.ts'

export const views: Readonly<Record<string, (double: Double, args: JsonRecord) => JsonRecord>> = {
  'views.open'(double, args) {
    const userId = double.triggers.exchange(String(args.trigger_id))
    return note(double, 'modal', userId, double.views.open(userId, args.view))
  },

  'views.push'(double, args) {
    const userId = double.triggers.exchange(String(args.trigger_id))
    return note(double, 'modal', userId, double.views.push(userId, args.view))
  },

  'views.update'(double, args) {
    const { view_id: viewId, external_id: externalId, hash } = args
    const names = defined({ viewId: stringOf(viewId), externalId: stringOf(externalId), hash: stringOf(hash) })
    const view = double.views.update(names, args.view)
    return note(double, 'modal', view.id, view)
  },

  'views.publish'(double, args) {
    if (!double.installation.homeTab) throw new Refusal('not_enabled')
    const user = userWith(double, args.user_id)
    return note(double, 'home', user.id, double.views.publish(user, args.view, stringOf(args.hash)))
  },
}

function note({ journal }: Double, kind: Outgoing['kind'], where: string, view: StoredView): JsonRecord {
  journal.outgoing.push({ kind, where, content: view })
  return { view }
}
