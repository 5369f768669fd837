//! Patterns of names.

/// Whether a name fits a pattern, in which `*` stands for anything.
#[must_use]
pub fn fits(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| fits(&name[at..], rest))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns() {
        assert!(fits("tenant_a", "tenant_*") && fits("tenant_a", "tenant_a"));
        assert!(fits("a_tenant_b", "*_tenant_*"));
        assert!(!fits("tenants", "tenant_*") && !fits("tenant_ab", "tenant_*a"));
    }
}
