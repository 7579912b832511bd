-- `number` is the order of arrival, which a clock that is set back does not change.
CREATE TABLE delivery (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  about TEXT UNIQUE,
  lane TEXT,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
) STRICT;
CREATE INDEX delivery_undone ON delivery (number) WHERE done = 0;
CREATE INDEX delivery_by_age ON delivery (received_at) WHERE done = 1;

CREATE TABLE investigation (
  id TEXT NOT NULL PRIMARY KEY,
  channel TEXT NOT NULL,
  thread TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  answered_with TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX investigation_by_thread ON investigation (channel, thread, opened_at);
CREATE INDEX investigation_by_answer ON investigation (channel, answered_with, opened_at);

CREATE TABLE channel_setting (
  channel TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- `place` is the order in which messages leave; an update takes the place of the one that it replaces.
CREATE TABLE outgoing (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('post', 'update', 'ephemeral')),
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'unknown', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  rung INTEGER NOT NULL DEFAULT 0,
  sent_channel TEXT,
  sent_ts TEXT,
  reason TEXT
) STRICT;
CREATE INDEX outgoing_open ON outgoing (channel, place) WHERE state NOT IN ('sent', 'failed');
CREATE INDEX outgoing_by_subject ON outgoing (subject, place);
CREATE UNIQUE INDEX outgoing_one_sending ON outgoing (channel) WHERE state = 'sending';

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  allowed INTEGER NOT NULL CHECK (allowed IN (0, 1))
) STRICT;
