//! All levels of a tree by one statement.

use behaviour::models::{Employee, employee};
use behaviour::on_every_engine;
use ormolu::{Database, Result};
use serde_json::{Value, to_value};

/// `boss`, over `lead` and `deputy`; `one` and `two` under `lead`, `three` under `one`. And `other`
/// with nobody.
async fn company(db: &Database) -> Result<()> {
    let mut s = db.session();
    let boss = s.add(employee::new("boss"));
    let lead = s.add(employee::new("lead").manager(boss));
    s.add(employee::new("deputy").manager(boss));
    let one = s.add(employee::new("one").manager(lead));
    s.add(employee::new("two").manager(lead));
    s.add(employee::new("three").manager(one));
    s.add(employee::new("other"));
    s.commit().await
}

/// The same as level by level: of rows above and below each other, with conditions and orders, in
/// a ring; and of no rows at all.
#[test]
fn one_statement_finds_what_one_for_each_level_finds() {
    async fn down(db: &Database, count: usize) -> Result<Value> {
        let query = || Employee::select().order_by(|e| e.id);
        let reports = || {
            let reports = employee::reports().filter(|e| e.name.ne("one"));
            reports.order_by(|e| e.name.desc())
        };
        let record = db.record();
        let by_cte = query().with(employee::reports().recursive_cte());
        let by_cte = to_value(by_cte.all(db).await?).unwrap();
        let some_by_cte = query().with(reports().recursive_cte()).all(db).await?;
        assert_eq!(record.count(), count);
        let by_level = query().with(employee::reports().recursive_all());
        assert_eq!(by_cte, to_value(by_level.all(db).await?).unwrap());
        let some = query().with(reports().recursive_all()).all(db).await?;
        assert_eq!(to_value(&some_by_cte).unwrap(), to_value(&some).unwrap());
        Ok(by_cte)
    }
    async fn up(db: &Database) -> Result<Value> {
        let query = || Employee::select().order_by(|e| e.id);
        let record = db.record();
        let by_cte = query().with(employee::manager().recursive_cte());
        let by_cte = to_value(by_cte.all(db).await?).unwrap();
        assert!(record.count() <= 2);
        let by_level = query().with(employee::manager().recursive_all());
        assert_eq!(by_cte, to_value(by_level.all(db).await?).unwrap());
        Ok(by_cte)
    }
    on_every_engine(async |db: Database| {
        down(&db, 2).await?;
        up(&db).await?;
        company(&db).await?;
        let rows = down(&db, 4).await?;
        let three = &rows[0]["reports"][0]["reports"][0]["reports"][0];
        assert_eq!(three["name"], "three");
        let rows = up(&db).await?;
        let three = rows
            .as_array()
            .unwrap()
            .iter()
            .find(|e| e["name"] == "three");
        let above = &three.unwrap()["manager"]["manager"];
        assert_eq!(above["manager"]["name"], "boss");

        let three = Employee::select().filter(|e| e.name.eq("three"));
        let three = three.one(&db).await?.id;
        let boss = Employee::update().filter(|e| e.name.eq("boss"));
        boss.set(|e| e.manager_id.to(three)).run(&db).await?;
        down(&db, 4).await?;
        up(&db).await?;
        Ok(())
    });
}

/// The query and one more, in a session, too; many parents take one for so many keys.
#[test]
fn a_tree_takes_two_statements() {
    on_every_engine(async |db: Database| {
        company(&db).await?;
        let boss = || Employee::select().filter(|e| e.name.eq("boss"));
        let mut s = db.session();
        let record = db.record();
        let query = boss().with(employee::reports().recursive_cte());
        let boss_in_session = s.one(query).await?;
        let reads = record.statements();
        let reads = reads.iter().filter(|s| s.sql.contains("SELECT"));
        assert_eq!(reads.count(), 2);
        let lead = s.view(boss_in_session).reports().first().unwrap();
        let names: Vec<&str> = lead.reports().iter().map(|e| e.name()).collect();
        assert_eq!(names, ["one", "two"]);
        s.rollback().await?;

        let all = Employee::select().order_by(|e| e.id);
        let record = db.record();
        let chunked = employee::reports().recursive_cte().chunk(3);
        let chunked = all.clone().with(chunked).all(&db).await?;
        assert_eq!(record.count(), 4, "7 keys, 3 at once");
        let whole = all.with(employee::reports().recursive_all());
        let whole = to_value(whole.all(&db).await?).unwrap();
        assert_eq!(to_value(&chunked).unwrap(), whole);
        Ok(())
    });
}

/// What runs is told before; what one statement cannot do is an error.
#[test]
fn a_plan_tells_of_the_recursion() {
    on_every_engine(async |db: Database| {
        company(&db).await?;
        let boss = || Employee::select().filter(|e| e.name.eq("boss"));
        let query = boss().with(employee::reports().recursive_cte());
        let plan = query.explain_plan(db.dialect())?;
        let step = plan.steps.first().unwrap();
        assert!(
            step.strategy
                .starts_with("recursive CTE (default), a statement for every "),
            "{}",
            step.strategy
        );
        assert!(
            step.strategy.ends_with(" keys, with all levels"),
            "{}",
            step.strategy
        );
        let record = db.record();
        query.one(&db).await?;
        assert_eq!(
            step.sql.as_deref(),
            Some(record.statements()[1].sql.as_ref())
        );

        let limited = boss().with(employee::reports().limit(1).recursive_cte());
        let error = limited.explain_plan(db.dialect()).unwrap_err();
        let expected = "all levels of `Employee.reports` cannot be loaded by one statement: a \
                        limit holds for each parent; take `.recursive_all()`";
        assert_eq!(error.to_string(), expected);
        let error = limited.one(&db).await.err().unwrap();
        assert_eq!(error.to_string(), expected);
        Ok(())
    });
}
