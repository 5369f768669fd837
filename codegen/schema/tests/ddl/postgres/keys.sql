CREATE SCHEMA shop;
CREATE TABLE shop.item (
    id integer GENERATED ALWAYS AS IDENTITY,
    sku text,
    parent integer REFERENCES shop.item ON DELETE SET NULL (parent),
    a int, b int,
    CONSTRAINT item_pk PRIMARY KEY (id) INCLUDE (sku),
    UNIQUE NULLS NOT DISTINCT (sku),
    UNIQUE (a, b),
    CHECK (a < b),
    CHECK (length(sku) > 2) NO INHERIT,
    EXCLUDE USING gist (a WITH =)
);
CREATE TABLE line (
    item int NOT NULL,
    a int, b int,
    FOREIGN KEY (item) REFERENCES shop.item (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE ONLY line
    ADD CONSTRAINT line_ab FOREIGN KEY (a, b) REFERENCES shop.item (a, b) MATCH FULL ON UPDATE RESTRICT NOT VALID,
    ADD PRIMARY KEY (item, a);
CREATE UNIQUE INDEX line_b ON line (b);
ALTER TABLE line ADD CONSTRAINT line_b_key UNIQUE USING INDEX line_b;
ALTER TABLE line ADD UNIQUE (item), ADD FOREIGN KEY (b) REFERENCES nowhere (id);
ALTER TABLE line DROP CONSTRAINT line_item_key;
