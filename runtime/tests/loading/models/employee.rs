use ormolu::generated::*;

#[derive(Clone, Debug, PartialEq)]
pub struct Employee {
    pub id: i64,
    pub name: String,
    pub manager_id: Option<i64>,
}

impl Employee {
    /// `SELECT` of all rows.
    pub fn select() -> Select<EmployeeTable, Loaded<Employee, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<Employee, Rels> {
        Get::new(id)
    }
}

/// Table `employees` in a query.
pub struct EmployeeTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub name: Col<M::Of<String>>,
    pub manager_id: Col<Option<i64>>,
}

impl<M: Mode> EmployeeTable<M> {
    pub fn manager(self) -> Path<manager> {
        Path::new(self.alias)
    }
    pub fn reports(self) -> Path<reports> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Manager = No, Reports = No>(PhantomData<fn() -> (Manager, Reports)>);

/// `Employee.manager`
#[allow(non_camel_case_types)]
pub enum manager {}
/// Loads `Employee.manager`.
pub fn manager() -> Include<manager, Rels, ToOne> {
    Include::new()
}
/// Proof that `Employee.manager` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Employee.manager` is not loaded by this query",
    label = "`manager` is not loaded",
    note = "add `.with(employee::manager())` to the query, or call `try_manager()`"
)]
pub trait HasManager: Shape<Employee> {
    type Manager: Shape<Employee>;
}

/// `Employee.reports`
#[allow(non_camel_case_types)]
pub enum reports {}
/// Loads `Employee.reports`.
pub fn reports() -> Include<reports, Rels> {
    Include::new()
}
/// Proof that `Employee.reports` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Employee.reports` is not loaded by this query",
    label = "`reports` is not loaded",
    note = "add `.with(employee::reports())` to the query, or call `try_reports()`"
)]
pub trait HasReports: Shape<Employee> {
    type Reports: Shape<Employee>;
}

/// A row of a loaded graph.
pub struct EmployeeView<'g, L = Rels>(pub(super) View<'g, Employee, L>);

impl<'g, L: 'static> EmployeeView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Employee {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn name(&self) -> &'g str {
        &self.0.row().name
    }
    pub fn manager_id(&self) -> Option<i64> {
        self.0.row().manager_id
    }
    pub fn manager<S: 'static>(&self) -> Option<EmployeeView<'g, S>>
    where
        L: HasManager<Manager = S>,
    {
        self.0.optional::<manager, S>().map(Into::into)
    }
    pub fn try_manager(&self) -> Option<EmployeeView<'g>> {
        Some(self.0.try_optional::<manager, _>()??.into())
    }
    pub fn reports<S: 'static>(&self) -> Many<'g, Employee, S>
    where
        L: HasReports<Reports = S>,
    {
        self.0.many::<reports, S>()
    }
    pub fn try_reports(&self) -> Option<Many<'g, Employee>> {
        self.0.try_many::<reports, _>()
    }
}
