// glue: everything a reviewer need not open. One file per model, `models/glue/post.rs`.
use ormolu::generated::*;
use super::super::post::{self, *};
use super::super::{tag::{self, Tag}, user::{self, User}};

static COLUMNS: [ColumnMeta; 5] = [
    ColumnMeta { name: "id", kind: Kind::I64, nullable: false, fill: Fill::Identity, on_update: None, sensitive: false },
    /* .. */
];
static META: ModelMeta = ModelMeta { name: "Post", table: TableMeta { namespace: None, name: "posts" }, columns: &COLUMNS, key: &[0], rank: 1, cascades: &[..], parents: &[..], get: Fixed {..}, delete: Fixed {..} };

impl Model for Post {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = post::Rels;
    type View<'g, L: 'static> = PostView<'g, L>;
    type Table<M: Mode> = PostTable<M>;
    fn table<M: Mode>(alias: Alias) -> PostTable<M> {
        PostTable { alias, id: Col::column(alias, &META, 0), /* .. */ }
    }
    fn key(&self) -> i64 { self.id }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Post { id: SqlType::decode(row, at)?, author_id: SqlType::decode(row, at + 1)?, /* .. */ })
    }
    fn value(&self, column: usize) -> Value { match column { 0 => self.id.into_value(), 2 => SqlType::into_value(self.title.clone()), /* .. */ _ => unknown_column(column) } }
    fn read<D: Decoder + ?Sized>(&mut self, column: usize, row: &D, at: usize) -> Result<(), DecodeError> { match column { 0 => self.id = SqlType::decode(row, at)?, /* .. */ _ => {} } Ok(()) }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) { if self.id != original.id { out.push(0) } /* .. */ }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> { map.serialize_entry("id", &self.id)?; /* sensitive columns are left out */ Ok(()) }
}

impl<M: Mode> Clone for PostTable<M> { fn clone(&self) -> Self { *self } }
impl<M: Mode> Copy for PostTable<M> {}
impl<M: Mode> TableHandle for PostTable<M> { type Model = Post; type Mode = M; fn alias(self) -> Alias { self.alias } }

impl<L> Clone for PostView<'_, L> { fn clone(&self) -> Self { *self } }
impl<L> Copy for PostView<'_, L> {}
impl<'g, L> From<View<'g, Post, L>> for PostView<'g, L> { fn from(v: View<'g, Post, L>) -> Self { PostView(v) } }
// also: From<PostView> for View, Deref<Target = Post>, Serialize where L: Shape<Post>, Debug (row only)

impl<Author: SlotShape<author>, Tags: SlotShape<tags>> Shape<Post> for Rels<Author, Tags> { /* serialize_loaded: each slot in order */ }

impl Relation for author {
    type Parent = Post; type Child = User; type Cardinality = ToOne; type Key = i64; type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta { name: "author", slot: 0, inverse: Some(0), parent_columns: &[1], child_columns: &[0], link: None, order: &[], required: true, belongs_to: true };
    fn parent_key(p: &Post) -> Option<i64> { Some(p.author_id) }
    fn child_key(c: &User) -> Option<i64> { Some(c.id) }
}
impl<A: 'static, T: 'static, S: 'static> Set<author, S> for Rels<A, T> { type Out = Rels<Yes<S>, T>; }
#[diagnostic::do_not_recommend]
impl<S: Shape<User>, Tags: SlotShape<tags>> HasAuthor for Rels<Yes<S>, Tags> { type Author = S; }

impl Relation for tags {
    type Parent = Post; type Child = Tag; type Cardinality = ToMany; type Key = i64; type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta { name: "tags", slot: 1, inverse: Some(0), parent_columns: &[0], child_columns: &[0], link: Some(&LinkMeta { table: TableMeta { namespace: None, name: "post_tags" }, parent_columns: &["post_id"], child_columns: &["tag_id"] }), order: &[], required: false, belongs_to: false };
    fn parent_key(p: &Post) -> Option<i64> { Some(p.id) }
    fn child_key(c: &Tag) -> Option<i64> { Some(c.id) }
}

// Only the complete builder can be inserted.
impl Insertable for NewPost<Given> {
    type Model = Post;
    fn into_new(self) -> New<Post> {
        let mut new = New::new(Post {
            id: 0, /* SqlType::placeholder() for what the database fills */
            author_id: i64::placeholder(), title: self.title, body: self.body, published: self.published.unwrap_or(false /* literal default */),
        });
        match self.id { Some(id) => new.row.id = id, None => new.unset(0) }       // identity / database default not given: column left out
        if let Some(author) = self.author {
            new.refer(author, |row, parent: &User| row.author_id = parent.id, |row, key: &i64| row.author_id = *key);
            // (row or handle -> first closure when its key is known; bare key -> second closure at once)
        }
        new.link::<tags>(self.tags);
        new
    }
}
impl Changes<Post> for PostPatch { /* fn apply(self, row: &mut Post); fn assignments(self) -> Vec<(u16, Value)> */ }
