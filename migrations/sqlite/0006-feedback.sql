-- What was said of a case: by a person (`node` is empty), or by a node that somebody had asked (`person`). A row that was
-- taken back stays, and counts no more. `facts` is what it rested on; it goes when pastes go.
CREATE TABLE feedback (
  number INTEGER PRIMARY KEY,
  investigation TEXT NOT NULL,
  case_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  opinion TEXT NOT NULL CHECK (opinion IN ('solved', 'not-this', 'confirmed', 'ruled-out')),
  node TEXT NOT NULL,
  person TEXT NOT NULL,
  channel TEXT NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT,
  withdrawn_by TEXT,
  withdrawn_at INTEGER
) STRICT;
-- In one conversation a voice says the same of one text of a case once.
CREATE UNIQUE INDEX feedback_standing ON feedback (case_id, investigation, node, opinion, fingerprint) WHERE withdrawn_at IS NULL;
CREATE INDEX feedback_with_facts ON feedback (at) WHERE facts IS NOT NULL;
