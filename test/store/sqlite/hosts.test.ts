import { join } from 'node:path'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { hostsContract } from '../hosts.ts'
import { newFolder } from './new-folder.ts'

hostsContract(() => openSqliteStore(join(newFolder(), 'casebook.db')))
