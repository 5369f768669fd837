/// What a generated patch does with each of its columns; entries as in `columns!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __patch {
    ($face:ident :: $patch:ident $model:ident; $($at:literal $field:ident $(= $name:literal)? $(as $type:literal)?,)*) => {
        impl $crate::generated::Changes<$face::$model> for $face::$patch {
            fn apply(self, row: &mut $face::$model) {
                $(self.$field.apply(&mut row.$field);)*
            }

            fn assignments(self) -> Vec<(u16, $crate::generated::Value)> {
                let mut out = Vec::new();
                $($crate::__assign!(self.$field, $at, out $(, $type)?);)*
                out
            }
        }

        impl $crate::generated::ReadPatch for $face::$patch {
            const NAME: &'static str = stringify!($patch);
            const FIELDS: &'static [&'static str] = &[$($crate::__name!($field $(= $name)?),)*];

            fn read<'de, A: $crate::generated::MapAccess<'de>>(
                &mut self,
                field: &'static str,
                map: &mut A,
            ) -> Result<(), A::Error> {
                $(if field == $crate::__name!($field $(= $name)?) {
                    return self.$field.read(field, map);
                })*
                Ok(())
            }
        }

        impl<'de> $crate::generated::Deserialize<'de> for $face::$patch {
            fn deserialize<D: $crate::generated::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::generated::read_patch(deserializer)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __assign {
    ($field:expr, $at:literal, $out:ident) => {
        $field.assign($at, &mut $out)
    };
    ($field:expr, $at:literal, $out:ident, $type:literal) => {
        if let $crate::generated::Patch::Set(value) = &$field {
            $out.push(($at, $crate::__bound!(value, $type).into()));
        }
    };
}
