use ormolu::generated::*;

use super::super::Employee;
use super::super::employee::*;

static COLUMNS: [ColumnMeta; 3] = [
    ColumnMeta {
        name: "id",
        kind: Kind::I64,
        nullable: false,
        fill: Fill::Identity,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "name",
        kind: Kind::Text,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "manager_id",
        kind: Kind::I64,
        nullable: true,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Employee",
    table: TableMeta {
        namespace: None,
        name: "employees",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"employees\".\"id\", \"employees\".\"name\", \"employees\".\"manager_id\" FROM \"employees\" WHERE \"employees\".\"id\" = ?",
        postgres: "SELECT \"employees\".\"id\", \"employees\".\"name\", \"employees\".\"manager_id\" FROM \"employees\" WHERE \"employees\".\"id\" = $1",
        mysql: "SELECT `employees`.`id`, `employees`.`name`, `employees`.`manager_id` FROM `employees` WHERE `employees`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"employees\" WHERE \"employees\".\"id\" = ?",
        postgres: "DELETE FROM \"employees\" WHERE \"employees\".\"id\" = $1",
        mysql: "DELETE FROM `employees` WHERE `employees`.`id` = ?",
    },
};

impl Model for Employee {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = EmployeeView<'g, L>;
    type Table<M: Mode> = EmployeeTable<M>;

    fn table<M: Mode>(alias: Alias) -> EmployeeTable<M> {
        EmployeeTable {
            alias,
            id: Col::column(alias, &META, 0),
            name: Col::column(alias, &META, 1),
            manager_id: Col::column(alias, &META, 2),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Employee {
            id: SqlType::decode(row, at + 0)?,
            name: SqlType::decode(row, at + 1)?,
            manager_id: SqlType::decode(row, at + 2)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.name.clone()),
            2 => SqlType::into_value(self.manager_id.clone()),
            _ => Value::Null(Kind::Text),
        }
    }
    fn read<D: Decoder + ?Sized>(
        &mut self,
        column: usize,
        row: &D,
        at: usize,
    ) -> Result<(), DecodeError> {
        match column {
            0 => self.id = SqlType::decode(row, at)?,
            1 => self.name = SqlType::decode(row, at)?,
            2 => self.manager_id = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.name != original.name {
            out.push(1);
        }
        if self.manager_id != original.manager_id {
            out.push(2);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("manager_id", &self.manager_id)?;
        Ok(())
    }
}

impl<M: Mode> Clone for EmployeeTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for EmployeeTable<M> {}
impl<M: Mode> TableHandle for EmployeeTable<M> {
    type Model = Employee;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for EmployeeView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for EmployeeView<'_, L> {}
impl<'g, L> From<View<'g, Employee, L>> for EmployeeView<'g, L> {
    fn from(view: View<'g, Employee, L>) -> Self {
        EmployeeView(view)
    }
}
impl<L> std::ops::Deref for EmployeeView<'_, L> {
    type Target = Employee;
    fn deref(&self) -> &Employee {
        self.0.row()
    }
}
impl<L: Shape<Employee>> Serialize for EmployeeView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Manager: SlotShape<manager>, Reports: SlotShape<reports>> Shape<Employee>
    for Rels<Manager, Reports>
{
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Employee, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Manager::serialize(view, map)?;
        Reports::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for manager {
    type Parent = Employee;
    type Child = Employee;
    type Cardinality = ToOne;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "manager",
        slot: 0,
        inverse: Some(1),
        parent_columns: &[2],
        child_columns: &[0],
        link: None,
        order: &[],
        required: false,
        belongs_to: true,
    };
    fn parent_key(parent: &Employee) -> Option<Self::Key> {
        parent.manager_id
    }
    fn child_key(child: &Employee) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<Manager: 'static, Reports: 'static, S_: 'static> Set<manager, S_> for Rels<Manager, Reports> {
    type Out = Rels<Yes<S_>, Reports>;
}
#[diagnostic::do_not_recommend]
impl<Reports: SlotShape<reports>, S_: Shape<Employee>> HasManager for Rels<Yes<S_>, Reports> {
    type Manager = S_;
}

impl Relation for reports {
    type Parent = Employee;
    type Child = Employee;
    type Cardinality = ToMany;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "reports",
        slot: 1,
        inverse: Some(0),
        parent_columns: &[0],
        child_columns: &[2],
        link: None,
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &Employee) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Employee) -> Option<Self::ChildKey> {
        child.manager_id
    }
}
impl<Manager: 'static, Reports: 'static, S_: 'static> Set<reports, S_> for Rels<Manager, Reports> {
    type Out = Rels<Manager, Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<Manager: SlotShape<manager>, S_: Shape<Employee>> HasReports for Rels<Manager, Yes<S_>> {
    type Reports = S_;
}
