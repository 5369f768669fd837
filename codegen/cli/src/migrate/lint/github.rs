//! Findings as annotations of GitHub Actions.

use ormolu_migrate::lint::Severity;

use super::Found;

/// `::error file=..,line=..::..`
pub(super) fn line(found: &Found) -> String {
    let finding = &found.finding;
    let command = match finding.rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let message = format!(
        "{}; {}. Instead: {}",
        finding.message, finding.rule.why, finding.rule.instead
    );
    format!(
        "::{command} file={},line={},col={},title={}::{}",
        property(&found.path),
        finding.line,
        finding.column,
        property(finding.rule.id),
        data(&message)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
