-- What nodes were asked about an investigation, with the facts that they measured. `number` is the order of asking.
CREATE TABLE question (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  investigation TEXT NOT NULL REFERENCES investigation (id),
  asking INTEGER NOT NULL CHECK (asking IN (0, 1)),
  body TEXT NOT NULL
) STRICT;
CREATE INDEX question_by_investigation ON question (investigation, number);
CREATE UNIQUE INDEX question_asking ON question (investigation) WHERE asking = 1;
