import { join } from 'node:path'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { storeContract } from '../contract.ts'
import { newFolder } from './new-folder.ts'

storeContract(() => openSqliteStore(join(newFolder(), 'casebook.db')))
