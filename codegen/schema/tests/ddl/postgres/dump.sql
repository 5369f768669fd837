--
-- PostgreSQL database dump
--
\restrict aBcD
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.note (
    id bigint NOT NULL,
    ticket integer DEFAULT nextval('public.tickets'::regclass),
    body text,
    trimmed text DEFAULT TRIM(BOTH FROM ' x ')
)
WITH (fillfactor='70');
ALTER TABLE public.note OWNER TO somebody;
COMMENT ON TABLE public.note IS 'What people''s notes say';
COMMENT ON COLUMN public.note.body IS E'line\nbreak';
CREATE SEQUENCE public.note_seq START WITH 1 NO MINVALUE CACHE 1;
ALTER SEQUENCE public.note_seq OWNED BY public.note.id;
CREATE SEQUENCE public.tickets;
CREATE TABLE public.counted (id integer NOT NULL);
ALTER TABLE public.counted ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.counted_id_seq
    START WITH 1 INCREMENT BY 1 NO MAXVALUE CACHE 1
);
ALTER TABLE ONLY public.note ALTER COLUMN id SET DEFAULT nextval('public.note_seq'::regclass);
COPY public.note (id, body) FROM stdin;
1	it's; not balanced
\.
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (id);
CREATE INDEX note_body ON ONLY public.note USING gin (body public.gin_trgm_ops) WHERE (body IS NOT NULL);
GRANT ALL ON public.note TO somebody;
\unrestrict aBcD
