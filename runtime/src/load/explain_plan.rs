use std::fmt;

use super::children;
use super::columns::kinds;
use super::loaded::Loaded;
use super::plan::{Chosen, Method, Origin, Plan, Strategy};
use super::prepare::prepare;
use super::recursive_cte::Descent;
use super::run::{origin, sink};
use super::select_in::{self, Chunks};
use super::subquery;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::InValues;
use crate::model::Model;
use crate::query::{Select, write_select};
use crate::value::Value;

/// What a query would load, and by which statements: from
/// [`explain_plan`](Select::explain_plan). It is printed as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadPlan {
    /// The model of the query's own rows.
    pub model: &'static str,
    /// The statement of these, with what is joined to it.
    pub sql: String,
    /// What is loaded with them, each before what is loaded with its own rows.
    pub steps: Vec<LoadStep>,
}

/// A relationship that is to be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadStep {
    /// `Model.relationship`.
    pub relationship: String,
    /// How many relationships lead here from the query's rows, itself among them.
    pub depth: usize,
    /// How it is loaded, and who wanted it so.
    pub strategy: String,
    /// Its statement, if it has one of its own. One key stands there for all.
    pub sql: Option<String>,
}

impl fmt::Display for LoadPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.model)?;
        write!(f, "  {}", self.sql)?;
        for step in &self.steps {
            let indent = "  ".repeat(step.depth);
            write!(f, "\n{indent}{}: {}", step.relationship, step.strategy)?;
            if let Some(sql) = &step.sql {
                write!(f, "\n{indent}  {sql}")?;
            }
        }
        Ok(())
    }
}

impl<S, M: Model, L: 'static> Select<S, Loaded<M, L>> {
    /// What the query would load, in which way and why, and by which statements, without running
    /// any.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() -> ormolu::Result<()> {
    /// let query = User::select().filter(|u| u.active).with(user::posts());
    /// println!("{}", query.explain_plan(Dialect::Postgres)?);
    /// // User
    /// //   SELECT .. FROM "users" WHERE "users"."active"
    /// //   User.posts: select-in (default), a statement for every 65035 keys
    /// //     SELECT .. FROM "posts" WHERE "posts"."author_id" = ANY($1) ORDER BY ..
    /// # let plan = query.explain_plan(Dialect::Postgres)?;
    /// # assert!(plan.sql.ends_with(r#"FROM "users" WHERE "users"."active""#));
    /// # assert!(plan.steps[0].strategy.starts_with("select-in (default)"));
    /// # Ok(()) }
    /// ```
    pub fn explain_plan(&self, dialect: Dialect) -> Result<LoadPlan> {
        let mut select = (*self.ast).clone();
        let includes = prepare::<M>(&mut select, &self.output.includes)?;
        let here = origin(&select);
        sink::<M>(&mut select, &includes);
        let mut plan = LoadPlan {
            model: M::META.name,
            sql: write_select(&select, dialect)?.sql.as_str().to_owned(),
            steps: vec![],
        };
        push_steps(&includes, here, 1, dialect, &mut plan.steps)?;
        Ok(plan)
    }
}

fn push_steps(
    plans: &[Plan],
    origin: Origin<'_>,
    depth: usize,
    dialect: Dialect,
    out: &mut Vec<LoadStep>,
) -> Result<()> {
    for plan in plans {
        let method = plan.method(origin);
        let mut step = LoadStep {
            relationship: plan.name(),
            depth,
            strategy: strategy(plan, method),
            sql: None,
        };
        if method == Method::SelectIn {
            step.sql = Some(statement(plan, origin, dialect, &mut step.strategy)?);
        }
        if plan.walk.is_some_and(|walk| !walk.at_once) {
            step.strategy += " of each level";
        }
        if plan.is_limited() {
            step.strategy += ", a limit for each parent";
        }
        out.push(step);
        push_steps(
            &plan.nested,
            plan.as_origin(origin),
            depth + 1,
            dialect,
            out,
        )?;
    }
    Ok(())
}

/// The statement for all parents, or for some of them, of which `strategy` then tells how many.
fn statement(
    plan: &Plan,
    origin: Origin<'_>,
    dialect: Dialect,
    strategy: &mut String,
) -> Result<String> {
    if plan.walk.is_some_and(|walk| walk.at_once) {
        return statement_of_tree(plan, origin, dialect, strategy);
    }
    let children = match plan.face.meta().link {
        None => children::direct(plan, origin),
        Some(link) => children::linked(plan, link, None, origin).0,
    };
    let (select, kinds) = (children.select, children.kinds);
    let select = match &plan.parents {
        Some(parents) => subquery::of_all(select, children.to_parent, parents, plan),
        None => {
            let size = Chunks::new(plan, kinds.clone(), dialect, &select)?.size;
            *strategy += &format!(", a statement for every {size} keys");
            let keys = InValues {
                left: children.to_parent,
                rows: vec![kinds.iter().copied().map(Value::Null).collect()],
                kinds,
                negated: false,
            };
            // As of several parents: a limit of a single one would be a plain LIMIT.
            select_in::for_keys(select, keys, plan, 2)
        }
    };
    Ok(write_select(&select, dialect)?.sql.as_str().to_owned())
}

/// The statement for all levels.
fn statement_of_tree(
    plan: &Plan,
    origin: Origin<'_>,
    dialect: Dialect,
    strategy: &mut String,
) -> Result<String> {
    let descent = Descent::new(plan, origin)?;
    let size = descent.chunks(plan, dialect)?.size;
    *strategy += &format!(", a statement for every {size} keys, with all levels");
    let null = kinds(plan.face.child(), plan.face.meta().child_columns);
    let keys = descent.keys(vec![null.into_iter().map(Value::Null).collect()]);
    let select = descent.select(plan, Some(keys));
    Ok(write_select(&select, dialect)?.sql.as_str().to_owned())
}

fn strategy(plan: &Plan, method: Method) -> String {
    let who = match plan.chosen {
        Chosen::Default => "default",
        Chosen::Schema => "schema",
        Chosen::Query => "query",
    };
    let how = match method {
        Method::LinkBack => return "the way back, no statement".to_owned(),
        Method::Joined if plan.source.is_some() => "from the query's join",
        Method::Joined => "joined",
        Method::SelectIn if plan.parents.is_some() => "subquery",
        Method::SelectIn if plan.walk.is_some_and(|walk| walk.at_once) => "recursive CTE",
        Method::SelectIn => "select-in",
    };
    let instead = match (plan.strategy, method) {
        (Strategy::Joined, Method::SelectIn) if plan.walk.is_some() => {
            "joined was asked for by the {who}; a join has one level"
        }
        (Strategy::Joined, Method::SelectIn) if plan.apart => {
            "joined was asked for by the {who}; it lifts scopes that hold for the parents"
        }
        (Strategy::Joined, Method::SelectIn) => {
            "joined was asked for by the {who}; with a LIMIT a second row would go unseen"
        }
        (Strategy::Subquery, Method::SelectIn) if plan.walk.is_some() => {
            "subquery was asked for by the {who}; the parents of a level are rows, no query"
        }
        (Strategy::Subquery, Method::SelectIn) if plan.parents.is_none() => {
            "subquery was asked for by the {who}; the parents' statement cannot be repeated"
        }
        _ => "{who}",
    };
    format!("{how} ({})", instead.replace("{who}", who))
}
