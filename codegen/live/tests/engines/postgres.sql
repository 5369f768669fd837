CREATE SCHEMA audit;
CREATE EXTENSION citext;
CREATE TYPE mood AS ENUM ('it''s fine', 'so-so');
CREATE TYPE audit.kind AS ENUM ('made', 'gone');
CREATE DOMAIN price AS numeric(12, 2) DEFAULT 0 CONSTRAINT not_below CHECK (VALUE >= 0);
CREATE SEQUENCE tickets;
CREATE TABLE owners (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) PRIMARY KEY,
  email citext UNIQUE NULLS NOT DISTINCT,
  "Full Name" text COLLATE "C" NOT NULL,
  initials text GENERATED ALWAYS AS (left("Full Name", 2)) STORED,
  feeling mood DEFAULT 'so-so',
  tags text[] DEFAULT '{}' NOT NULL,
  CONSTRAINT named CHECK ("Full Name" <> '' AND length("Full Name") BETWEEN 2 AND 80)
);
COMMENT ON TABLE owners IS 'Who''s there';
COMMENT ON COLUMN owners.email IS 'Where to write';
CREATE TABLE pets (
  id serial PRIMARY KEY,
  owner_id bigint NOT NULL REFERENCES owners (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  ticket bigint DEFAULT nextval('tickets'),
  cost price,
  stay daterange NOT NULL,
  moved_at timestamp with time zone DEFAULT now() NOT NULL,
  EXCLUDE USING gist (stay WITH &&)
);
CREATE INDEX by_owner ON pets (owner_id, cost DESC) INCLUDE (ticket) WHERE (cost > 10);
CREATE UNIQUE INDEX by_name ON owners (lower("Full Name"));
CREATE UNLOGGED TABLE audit.events (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  kind audit.kind NOT NULL,
  pet_id integer REFERENCES pets (id) ON UPDATE SET NULL,
  note jsonb
) WITH (fillfactor = 70);
CREATE INDEX notes ON audit.events USING gin (note);
CREATE TABLE logs (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE places (id bigint PRIMARY KEY, name text);
CREATE TABLE cities (people integer DEFAULT 0) INHERITS (places);
CREATE VIEW b_base AS SELECT o.id, upper(o."Full Name") AS name, repeat('a', 3) AS "A" FROM owners o;
CREATE VIEW a_over AS SELECT name FROM b_base WHERE id BETWEEN 1 AND 9;
CREATE MATERIALIZED VIEW counts AS SELECT owner_id, count(*) AS pets FROM pets GROUP BY owner_id;
CREATE UNIQUE INDEX counts_key ON counts (owner_id);
COMMENT ON VIEW a_over IS 'The first ones';
