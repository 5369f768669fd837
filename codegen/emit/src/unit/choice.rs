use ormolu_schema::ir::Choice;
use proc_macro2::Ident;

use super::{Link, Unit};
use crate::names::{camel, ident};

/// A relationship to one of several models.
pub(crate) struct Chosen<'a> {
    pub(crate) choice: &'a Choice,
    /// The variants with the relationships that lead there.
    pub(crate) links: Vec<(Ident, Link<'a>)>,
}

impl Chosen<'_> {
    /// The enum of where it leads.
    pub(crate) fn view(&self, unit: &Unit<'_>) -> Ident {
        ident(&unit.named(&self.slot_name()))
    }

    /// The enum of the keys it points at.
    pub(crate) fn key(&self, unit: &Unit<'_>) -> Ident {
        ident(&unit.named(&format!("{}Key", self.slot_name())))
    }

    /// The parameters of the loaded set that it stands on.
    pub(crate) fn slots(&self) -> Vec<Ident> {
        self.links.iter().map(|(_, link)| link.slot()).collect()
    }

    /// The state of the insert builder.
    pub(crate) fn slot(&self) -> Ident {
        camel(&self.choice.name)
    }

    fn slot_name(&self) -> String {
        self.slot().to_string().trim_start_matches("r#").to_owned()
    }

    /// Whether the relationship is part of it.
    pub(crate) fn has(&self, link: &Link<'_>) -> bool {
        self.links.iter().any(|(_, own)| own.id == link.id)
    }
}

impl<'a> Unit<'a> {
    /// The relationships to one of several models.
    pub(crate) fn choices(&self) -> Vec<Chosen<'a>> {
        let links: Vec<Link<'a>> = self.links().collect();
        let choice = |choice: &'a Choice| {
            let alternatives = choice.alternatives.iter();
            let links = alternatives.map(|a| (ident(&a.name), links[a.relationship.0]));
            Chosen {
                choice,
                links: links.collect(),
            }
        };
        self.model.choices.iter().map(choice).collect()
    }

    /// Those without which a row is not complete.
    pub(crate) fn required_choices(&self) -> Vec<Chosen<'a>> {
        let mut choices = self.choices();
        choices.retain(|chosen| !chosen.choice.nullable && !chosen.choice.itself);
        choices
    }
}
