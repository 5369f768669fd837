CREATE TABLE people (id BIGINT PRIMARY KEY, type TEXT NOT NULL, manager_id BIGINT REFERENCES people (id));
CREATE TABLE pets (id BIGINT PRIMARY KEY, owner_id BIGINT NOT NULL REFERENCES people (id));
%%
ormolu: 1
models:
  Human:
    table: people
    derives: [Hash]
    columns:
      kind: { column: type, comment: What they are. }
      note: text?
    relationships:
      boss: { belongs_to: Human, foreign_key: manager_id, inverse: team }
      team: { has_many: Human, foreign_key: manager_id, inverse: boss }
  Toy:
    columns:
      id: { type: bigint, primary_key: true }
      pet: { references: pets }
