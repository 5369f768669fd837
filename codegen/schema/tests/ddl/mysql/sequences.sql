CREATE SEQUENCE `order_no` start with 1000 minvalue 1 maxvalue 9223372036854775806 increment by 5 cache 1000 nocycle ENGINE=InnoDB;
CREATE OR REPLACE SEQUENCE Down START -1 INCREMENT -1 MAXVALUE = -1 NOCACHE CYCLE;
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    number bigint NOT NULL DEFAULT nextval(`order_no`),
    other bigint DEFAULT (NEXT VALUE FOR `Down`),
    code varchar(20) DEFAULT concat('A', nextval(`order_no`))
);
