-- Cases that somebody silenced for a time. `channel` is empty for everywhere, `node` for whatever node.
CREATE TABLE mute (
  case_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  node TEXT NOT NULL,
  person TEXT NOT NULL,
  person_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (case_id, channel, node)
) STRICT, WITHOUT ROWID;

-- Errors that a thread was answered: by what they are known again (empty where there is no such thing), how often they came
-- again, and of how many of these times the answer tells.
CREATE TABLE recurrence (
  investigation TEXT NOT NULL PRIMARY KEY REFERENCES investigation (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  likeness TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  times INTEGER NOT NULL DEFAULT 0,
  told INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL DEFAULT 0,
  newest_message TEXT NOT NULL DEFAULT '',
  newest_thread TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX recurrence_by_likeness ON recurrence (channel, likeness, opened_at);
INSERT INTO recurrence (investigation, channel, likeness, opened_at)
  SELECT id, channel, '', opened_at FROM investigation WHERE answered_with IS NOT NULL;
CREATE INDEX recurrence_untold ON recurrence (investigation) WHERE told <> times;
