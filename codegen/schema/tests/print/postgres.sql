CREATE SCHEMA shop;
CREATE TYPE shop.a_b AS ENUM ('x', 'X', 'not so');
CREATE TABLE shop.firms (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) PRIMARY KEY,
    code char(4) UNIQUE,
    state shop.a_b NOT NULL DEFAULT 'x',
    marks shop.a_b[],
    lines text[] DEFAULT '{}',
    address inet,
    big numeric(400, 100),
    seen timestamp(3) DEFAULT now()
);
COMMENT ON TABLE shop.firms IS '  Two lines:
 the second one. ';
CREATE TABLE shop.people (
    id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
    firm_code char(4) REFERENCES shop.firms (code) DEFERRABLE INITIALLY DEFERRED,
    boss_id uuid CONSTRAINT to_boss REFERENCES shop.people ON DELETE SET NULL,
    mentor_id uuid REFERENCES shop.people ON UPDATE CASCADE DEFERRABLE,
    name varchar(40) COLLATE "C" NOT NULL,
    lower_name text GENERATED ALWAYS AS (lower(name)) STORED,
    CONSTRAINT named CHECK (name <> ''),
    UNIQUE NULLS NOT DISTINCT (firm_code, name)
);
CREATE INDEX people_search ON shop.people USING gin (to_tsvector('simple', name));
CREATE UNIQUE INDEX ON shop.people (name DESC) INCLUDE (boss_id) WHERE boss_id IS NULL;
CREATE INDEX people_sorted ON shop.people (name COLLATE shop."Other" text_pattern_ops DESC NULLS LAST, boss_id NULLS FIRST);
CREATE UNIQUE INDEX people_once ON shop.people (name, boss_id) NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE mentor_id IS NULL;
CREATE TABLE shop.stays (
    id bigint PRIMARY KEY,
    room int NOT NULL UNIQUE DEFERRABLE,
    during tsrange NOT NULL,
    CONSTRAINT one_code UNIQUE (id, room) DEFERRABLE INITIALLY DEFERRED,
    EXCLUDE USING gist (int4range(room, room, '[]') WITH =, during range_ops WITH &&)
        WITH (fillfactor = 90) WHERE (room > 0) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT once EXCLUDE (lower(during) DESC WITH =)
);
CREATE TABLE shop.firm_people (
    firm bigint REFERENCES shop.firms, person uuid REFERENCES shop.people, PRIMARY KEY (firm, person)
);
CREATE TABLE shop.shelves (id bigint PRIMARY KEY DEFERRABLE, place int);
CREATE TABLE shop.boxes (
    shelf bigint, place int, CONSTRAINT box_key PRIMARY KEY (shelf, place) DEFERRABLE INITIALLY DEFERRED
);
CREATE MATERIALIZED VIEW shop.names AS SELECT id, name FROM shop.people;
