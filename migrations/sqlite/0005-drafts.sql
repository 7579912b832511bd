-- Cases that people write in Slack. `name` is the id of the case, empty until somebody gives it one; an id has one draft.
CREATE TABLE draft (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX draft_by_name ON draft (name) WHERE name <> '';

-- Every text that somebody saved: rows are added and never changed.
CREATE TABLE draft_revision (
  draft TEXT NOT NULL REFERENCES draft (id),
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (draft, number)
) STRICT, WITHOUT ROWID;
