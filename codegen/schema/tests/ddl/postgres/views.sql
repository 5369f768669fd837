CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE customer (id bigint PRIMARY KEY, "Name" varchar(80) NOT NULL, born date, tags text[]);
CREATE TABLE orders (
    id int PRIMARY KEY, customer bigint NOT NULL REFERENCES customer, state state NOT NULL,
    total numeric(10,2), small smallint NOT NULL, ratio real, placed timestamptz NOT NULL, doc jsonb
);
-- Columns keep their types; an outer join makes them nullable.
CREATE VIEW placed AS
    SELECT o.*, c."Name" AS who, c.tags FROM orders o LEFT JOIN customer c ON c.id = o.customer;
CREATE VIEW numbered (number, customer_id) AS SELECT id, customer FROM orders;
CREATE VIEW computed AS
    SELECT id, total * 2 AS twice, small + small AS still_small, small + id AS wider, ratio * 2 AS half,
        total IS NULL AS open, state = 'new' AS fresh, upper(state::text) AS state, doc ->> 'a' AS a,
        coalesce(total, 0) AS known, CASE WHEN total > 1 THEN 'much' END AS verdict,
        placed::date AS day, placed AT TIME ZONE 'utc' AS local, now() - placed AS ago,
        (SELECT count(*) FROM customer) AS customers,
        (SELECT c.born FROM customer c WHERE c.id = orders.customer) AS born,
        row_number() OVER (ORDER BY id) AS nth, id || 'x' AS label, true AS yes
    FROM orders;
CREATE MATERIALIZED VIEW sums AS
    SELECT customer, count(*), sum(small) AS small, sum(total) AS total, sum(ratio) AS ratio, avg(id) AS mean,
        min(placed) AS first, max(state) AS last, array_agg(id) AS ids, string_agg(id::text, ',') AS list,
        bool_or(total > 1) AS big
    FROM orders GROUP BY customer
    WITH NO DATA;
CREATE UNIQUE INDEX sums_customer ON sums (customer);
COMMENT ON MATERIALIZED VIEW sums IS 'What they bought';
COMMENT ON COLUMN sums.total IS 'In euro';
CREATE VIEW of_views AS SELECT s.total FROM sums s JOIN numbered n ON n.customer_id = s.customer WHERE s.customer IN (SELECT 1);
CREATE VIEW merged AS SELECT * FROM (SELECT id, small FROM orders) o FULL JOIN (SELECT id, 1 AS one FROM customer) c USING (id);
CREATE VIEW all_ids AS SELECT id, 'order' AS kind FROM orders UNION ALL SELECT id, NULL FROM customer;
CREATE VIEW tree AS
    WITH RECURSIVE t (id, depth) AS (SELECT id, 1 FROM customer UNION ALL SELECT id, depth + 1 FROM t)
    SELECT id, depth FROM t;
CREATE OR REPLACE VIEW checked AS SELECT id FROM orders WHERE small > 0 WITH LOCAL CHECK OPTION;
CREATE TABLE copied AS SELECT id, "Name" FROM customer;
-- What cannot be known is left out, with the reason.
CREATE VIEW unknown_function AS SELECT id, far(id) AS x FROM orders;
CREATE VIEW unknown_table AS SELECT a.* FROM elsewhere a;
CREATE VIEW unnamed AS SELECT 1 + 1;
CREATE VIEW twice AS SELECT id, id FROM orders;
CREATE VIEW fewer (a, b) AS SELECT id FROM orders;
CREATE VIEW strange AS TABLE orders;
-- Names change, and views go.
ALTER VIEW numbered RENAME TO counted;
ALTER VIEW counted RENAME COLUMN number TO nr;
CREATE VIEW gone AS SELECT 1 AS one;
DROP VIEW gone;
DROP VIEW IF EXISTS never;
