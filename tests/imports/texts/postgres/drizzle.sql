DO $$ BEGIN
 CREATE TYPE "status" AS ENUM('open', 'closed');
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" varchar(256),
	"status" "status" DEFAULT 'open' NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "notes" (
	"id" serial PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notes_account_id_unique" UNIQUE("account_id")
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "accounts" ("id" integer);
DO $$ BEGIN
 ALTER TABLE "notes" ADD CONSTRAINT "notes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
DO $do$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
    CREATE TYPE mood AS ENUM ('glad', 'sad');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
    CREATE TYPE mood AS ENUM ('other');
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM information_schema.columns WHERE table_name = 'accounts' AND column_name = 'mood'
  ) THEN
    ALTER TABLE accounts ADD COLUMN mood mood;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'name_is_short') THEN
    ALTER TABLE accounts ADD CONSTRAINT name_is_short CHECK (length(name) < 100);
  END IF;
END
$do$ LANGUAGE plpgsql;
CREATE INDEX IF NOT EXISTS "name_idx" ON "accounts" USING btree ("name");
CREATE INDEX IF NOT EXISTS "name_idx" ON "accounts" USING btree ("status");
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS name text;
ALTER TABLE IF EXISTS nothing ADD COLUMN a int;
DROP TABLE IF EXISTS nothing CASCADE;
