-- Of the keys only digests are kept: whoever reads this file cannot connect with it.
CREATE TABLE invitation (
  node TEXT NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE,
  key_digest TEXT NOT NULL,
  labels TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE host (
  node TEXT NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE,
  key_digest TEXT NOT NULL,
  labels TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL
) STRICT;
