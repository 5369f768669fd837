CREATE DOMAIN percent AS numeric(5,2) DEFAULT 0 NOT NULL CONSTRAINT percent_range CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE DOMAIN small_percent percent CHECK (value < 10);
CREATE DOMAIN label text COLLATE "C";
CREATE DOMAIN gone int;
CREATE TABLE rate (
    id int PRIMARY KEY,
    full_rate percent,
    "Small" small_percent DEFAULT 5,
    name label,
    many percent[],
    lost gone
);
ALTER DOMAIN label SET DEFAULT 'none';
ALTER DOMAIN label ADD CONSTRAINT filled CHECK (length(VALUE) > 0) NOT VALID;
ALTER DOMAIN small_percent DROP NOT NULL;
ALTER DOMAIN percent DROP CONSTRAINT percent_range;
ALTER DOMAIN percent RENAME TO share;
DROP DOMAIN gone CASCADE;
CREATE DOMAIN billing.amount AS numeric(12,2) CHECK (VALUE >= 0) CHECK (VALUE < 1000000) CONSTRAINT whole CHECK (VALUE = round(VALUE));
CREATE DOMAIN tags text[] DEFAULT '{}';
ALTER DOMAIN billing.amount RENAME CONSTRAINT whole TO rounded;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN good_mood AS mood CHECK (VALUE <> 'sad');
CREATE DOMAIN code AS citext;
CREATE TABLE invoice (
    id int PRIMARY KEY,
    total billing.amount NOT NULL DEFAULT 0,
    labels tags,
    mood good_mood,
    code code
);
COMMENT ON DOMAIN billing.amount IS 'What is owed.';
CREATE DOMAIN named AS text CONSTRAINT given NOT NULL CHECK (VALUE <> '');
CREATE TABLE listed (id int PRIMARY KEY, name named, lists tags[]);
