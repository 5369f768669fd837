//! Ids of models.

use behaviour::typed::{
    Article, ArticleId, Author, AuthorId, Biography, Language, LanguageId, Vote, article, author,
    biography, language, vote,
};
use behaviour::{Prefs, Sealed, on_every_engine_typed};
use ormolu::Database;

use super::{ann, bob};
#[test]
fn ids_of_models_are_types() {
    on_every_engine_typed(async |db: Database| {
        Language::insert(language::new("de", "German"))
            .run(&db)
            .await?;
        let german = ann().language(LanguageId::from("de"));
        let ann: AuthorId = Author::insert(german).run(&db).await?.id;
        let bob = Author::insert(bob()).run(&db).await?.id;
        assert_eq!(ann, AuthorId::new(1));

        let first = article::new("First", "Text.").author(ann).reviewer(bob);
        let first: ArticleId = Article::insert(first).run(&db).await?.id;
        Article::insert(article::new("Second", "Text.").author(bob))
            .run(&db)
            .await?;
        Biography::insert(biography::new("Born.").author(ann))
            .run(&db)
            .await?;
        Vote::insert(vote::new(ann, first, 3)).run(&db).await?;

        let found = Author::get(ann).with(author::articles()).one(&db).await?;
        assert_eq!(found.view().articles().len(), 1);
        assert_eq!(
            found
                .view()
                .language_code()
                .map(LanguageId::as_inner)
                .map(String::as_str),
            Some("de")
        );
        let of_ann = Article::select().filter(|a| a.author_id.eq(ann));
        let titles = of_ann.select(|a| a.title).all(&db).await?;
        assert_eq!(titles, ["First"]);
        let by_list = Article::select().filter(|a| a.reviewer_id.in_([ann, bob]));
        assert_eq!(
            by_list
                .with(article::author())
                .one(&db)
                .await?
                .view()
                .author()
                .id,
            ann
        );
        let joined = Author::select()
            .join(|a| a.articles())
            .filter(|(a, b)| b.author_id.eq(a.id));
        let greatest = joined.select(|(a, _)| a.id.max());
        assert_eq!(greatest.one(&db).await?, Some(bob));
        assert_eq!(Biography::get(ann).one(&db).await?.text, "Born.");
        assert_eq!(Vote::get(ann, first).one(&db).await?.points, 3);
        let raw = Author::select()
            .filter(|a| a.id.raw().gt(1))
            .select(|a| a.id.raw());
        assert_eq!(raw.all(&db).await?, [bob.get()]);

        let mut s = db.session();
        let carl = s.add(author::new(
            "c@x",
            "Carl",
            Prefs::default(),
            Sealed(String::new()),
        ));
        s.add(article::new("Third", "Text.").author(carl).reviewer(ann));
        s.commit().await?;
        assert_eq!(s[carl].id, AuthorId::new(3));
        Ok(())
    });
}

#[test]
fn ids_are_written_as_their_values() {
    let id = AuthorId::new(7);
    assert_eq!(serde_json::to_string(&id).unwrap(), "7");
    assert_eq!(serde_json::from_str::<AuthorId>("7").unwrap(), id);
    assert_eq!((id.to_string(), "7".parse()), ("7".to_owned(), Ok(id)));
    assert_eq!(format!("{id:?}"), "Id(7)");
    assert_eq!(LanguageId::from("de").into_inner(), "de");
}
