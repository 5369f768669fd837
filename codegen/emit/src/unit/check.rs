use std::collections::BTreeSet;

use super::Unit;
use crate::error::EmitError;
use crate::types;

impl Unit<'_> {
    /// What the schema allows and generated code cannot have.
    pub(super) fn check(&self) -> Result<(), EmitError> {
        let key = self.model.key();
        if key.len() > 6 {
            let place = format!("{}, key", self.said());
            return Err(EmitError::WideKey {
                place,
                columns: key.len(),
            });
        }
        for id in key {
            let column = self.model.column(*id);
            if let Some(ty) = types::not_a_key(column) {
                return Err(EmitError::KeyType {
                    place: self.place(&column.field),
                    ty,
                });
            }
        }
        let mut names: BTreeSet<String> = ["Table", "Patch", "View"]
            .iter()
            .map(|suffix| self.named(suffix))
            .collect();
        names.extend([self.model.name.clone(), self.builder(), "Rels".to_owned()]);
        for name in self.chosen_names() {
            if !names.insert(name.clone()) {
                return Err(EmitError::NameTaken {
                    place: format!("{}, `{name}`", self.said()),
                    name,
                    other: "something else of this model",
                });
            }
        }
        let mut slots: BTreeSet<String> = BTreeSet::new();
        slots.extend(self.choices().iter().map(|c| c.slot().to_string()));
        for link in self.links() {
            let place = format!("relationship {}", self.place(&link.relationship.name));
            let other = match link.relationship.name.as_str() {
                "new" => "the insert builder's function",
                _ if !slots.insert(link.slot().to_string()) => "another relationship's parameter",
                _ => continue,
            };
            return Err(EmitError::NameTaken {
                place,
                name: link.relationship.name.clone(),
                other,
            });
        }
        Ok(())
    }
}
