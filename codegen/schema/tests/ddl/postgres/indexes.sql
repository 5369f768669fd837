CREATE TABLE t (id int PRIMARY KEY, a text, b text, c int, doc jsonb);
CREATE INDEX ON t (a);
CREATE INDEX ON t (lower(a), (c + 1));
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t USING btree (a DESC NULLS LAST, b text_pattern_ops) INCLUDE (c) WHERE c > 0;
CREATE INDEX t_doc ON t USING gin (doc jsonb_path_ops);
CREATE UNIQUE INDEX t_c ON t (c) NULLS NOT DISTINCT;
CREATE INDEX t_f ON t (coalesce(a, ''::text) COLLATE "C" DESC, (doc ->> 'x'));
