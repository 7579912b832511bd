CREATE TABLE digest_subscription (
  channel TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- One for each channel and ISO week, whatever became of it: that a week has a row is why it is not told twice.
CREATE TABLE digest (
  channel TEXT NOT NULL,
  week TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('posted', 'nothing', 'late')),
  PRIMARY KEY (channel, week)
) STRICT, WITHOUT ROWID;

-- When each case came into the library and when it changed, as the app saw it.
CREATE TABLE library_case (
  id TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
