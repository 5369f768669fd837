CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, title TEXT);
CREATE INDEX posts_user ON posts (user_id);
ALTER TABLE users ADD COLUMN mail TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD boss INTEGER REFERENCES users (id);
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE posts RENAME title TO heading;
ALTER TABLE users DROP COLUMN age;
-- As Django does it.
CREATE TABLE "new__posts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "heading" varchar(200) NOT NULL, "user_id" integer NULL REFERENCES "users" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "new__posts" ("id", "heading", "user_id") SELECT "id", coalesce("heading", ''), "user_id" FROM "posts";
DROP TABLE "posts";
ALTER TABLE "new__posts" RENAME TO "posts";
CREATE INDEX "posts_user_id" ON "posts" ("user_id");
-- As others do it: the foreign keys of others stay with the name.
PRAGMA foreign_keys=OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, mail TEXT UNIQUE, boss INTEGER REFERENCES users_new (id));
INSERT INTO users_new SELECT id, full_name, mail, boss FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys=ON;
CREATE TABLE tags AS SELECT id, heading AS tag FROM posts;
CREATE TABLE IF NOT EXISTS tags (other INT);
DROP TABLE IF EXISTS none;
CREATE VIEW titles AS SELECT p.heading, u.full_name FROM posts p LEFT JOIN users u ON u.id = p.user_id;
DROP INDEX posts_user_id;
ALTER TABLE users RENAME TO people;
