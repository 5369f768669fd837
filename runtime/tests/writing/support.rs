use ormolu::Recorder;

/// The statements since the recorder began, one on a line.
pub(crate) fn sql_of(record: &Recorder) -> String {
    let statements = record.statements();
    let texts: Vec<_> = statements.iter().map(|s| s.sql.to_string()).collect();
    texts.join("\n")
}
