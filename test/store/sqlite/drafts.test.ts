import { join } from 'node:path'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { draftsContract } from '../drafts.ts'
import { newFolder } from './new-folder.ts'

draftsContract(() => openSqliteStore(join(newFolder(), 'casebook.db')))
