import { join } from 'node:path'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { peopleContract } from '../people.ts'
import { newFolder } from './new-folder.ts'

peopleContract(() => openSqliteStore(join(newFolder(), 'casebook.db')))
