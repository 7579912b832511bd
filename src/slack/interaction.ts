import type { App } from '@slack/bolt'
import type { Tools } from './tools.ts'

/** One interaction: a file of `slack/actions/`, `slack/commands/`, `slack/options/`, `slack/shortcuts/` or `slack/views/`. It tells Bolt what it listens to. */
export type Interaction = (app: App, tools: Tools) => void
