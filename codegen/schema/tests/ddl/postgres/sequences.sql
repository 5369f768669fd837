CREATE SEQUENCE order_no START WITH 1000 INCREMENT BY 5 CACHE 1 NO CYCLE;
CREATE SEQUENCE billing.small AS smallint MINVALUE 1;
CREATE SEQUENCE down INCREMENT -1 MINVALUE -100 MAXVALUE -1 START WITH -1 CYCLE;
CREATE SEQUENCE gone;
CREATE SEQUENCE users_id_seq;
CREATE SEQUENCE counts OWNED BY users.points;
CREATE TEMP SEQUENCE passing;
CREATE TABLE users (
    id bigint DEFAULT nextval('users_id_seq'::regclass) PRIMARY KEY,
    points int DEFAULT nextval('counts'::regclass),
    number bigint DEFAULT nextval('public.order_no'::regclass) NOT NULL,
    small smallint DEFAULT nextval('billing.small'),
    twice bigint DEFAULT (nextval('order_no'::regclass) * 2),
    unknown bigint DEFAULT nextval('elsewhere'::regclass)
);
ALTER SEQUENCE down MAXVALUE 7;
ALTER SEQUENCE down RENAME TO "Downwards";
DROP SEQUENCE gone;
