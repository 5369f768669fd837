use super::{Decoder, Kind, Value};
use crate::error::DecodeError;

impl Value {
    /// Reads a cell whose type only the kind tells.
    pub(crate) fn read<D: Decoder + ?Sized>(
        kind: Kind,
        row: &D,
        at: usize,
    ) -> Result<Value, DecodeError> {
        let value = match kind {
            Kind::Wrapped(of) => {
                return Ok(match Value::read(of.kind, row, at)? {
                    Value::Null(_) => Value::Null(kind),
                    value => Value::Wrapped(Box::new(value), of),
                });
            }
            Kind::Bool => row.bool(at)?.map(Value::Bool),
            Kind::I16 => row.i16(at)?.map(Value::I16),
            Kind::I32 => row.i32(at)?.map(Value::I32),
            Kind::I64 => row.i64(at)?.map(Value::I64),
            Kind::U64 => row.u64(at)?.map(Value::U64),
            Kind::F32 => row.f32(at)?.map(Value::F32),
            Kind::F64 => row.f64(at)?.map(Value::F64),
            Kind::Text => row.text(at)?.map(Value::Text),
            Kind::Bytes => row.bytes(at)?.map(Value::Bytes),
            Kind::Decimal => row.decimal(at)?.map(Value::Decimal),
            Kind::Uuid => row.uuid(at)?.map(Value::Uuid),
            Kind::Date => row.date(at)?.map(Value::Date),
            Kind::Time => row.time(at)?.map(Value::Time),
            Kind::DateTime => row.datetime(at)?.map(Value::DateTime),
            Kind::DateTimeTz => row.datetime_tz(at)?.map(Value::DateTimeTz),
            Kind::Interval => row.interval(at)?.map(Value::Interval),
            Kind::Json => row.json(at)?.map(Value::Json),
            Kind::Named(of) => row.text(at)?.map(|text| Value::Named(text, of)),
            Kind::Array(element) => row
                .array(at, element)?
                .map(|values| Value::Array(element, values)),
        };
        Ok(value.unwrap_or(Value::Null(kind)))
    }
}
