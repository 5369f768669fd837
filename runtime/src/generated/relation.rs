/// `Relation` of a marker. The joining values follow the name of the
/// row they come from.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation {
    (
        $face:ident :: $marker:ident: $parent:ident => $cardinality:ident $child:ty;
        $key:ty = $parent_row:ident => $parent_key:expr;
        $child_key_type:ty = $child_row:ident => $child_key:expr;
        $($meta:tt)*
    ) => {
        impl $crate::Relation for $face::$marker {
            type Parent = $face::$parent;
            type Child = $child;
            type Cardinality = $crate::generated::$cardinality;
            type Key = $key;
            type ChildKey = $child_key_type;
            const META: &'static $crate::generated::RelationMeta =
                &$crate::generated::RelationMeta $($meta)*;

            fn parent_key($parent_row: &$face::$parent) -> Option<$key> {
                $parent_key
            }

            fn child_key($child_row: &$child) -> Option<$child_key_type> {
                $child_key
            }
        }
    };
}

/// The proof of one relationship, and the step from a set without it to one with it; between the
/// slots before it and those after it.
#[doc(hidden)]
#[macro_export]
macro_rules! __proof {
    (
        $face:ident :: $marker:ident => $child:ty: $has:ident $slot:ident;
        $($before:ident $marker_before:ident)* / $($after:ident $marker_after:ident)*
    ) => {
        #[diagnostic::do_not_recommend]
        impl<
            $($before: $crate::generated::SlotShape<$face::$marker_before>,)*
            S_: $crate::Shape<$child>,
            $($after: $crate::generated::SlotShape<$face::$marker_after>,)*
        > $has for $face::Rels<$($before,)* $crate::generated::Yes<S_>, $($after,)*>
        {
            type $slot = S_;
        }

        #[diagnostic::do_not_recommend]
        impl<$($before: 'static,)* $slot: 'static, $($after: 'static,)* S_: 'static>
            $crate::Set<$face::$marker, S_> for $face::Rels<$($before,)* $slot, $($after,)*>
        {
            type Out = $face::Rels<$($before,)* $crate::generated::Yes<S_>, $($after,)*>;
        }
    };
}

/// `Shape` of a loaded set: its slots, each with the relationship's marker.
#[doc(hidden)]
#[macro_export]
macro_rules! __rels {
    ($face:ident :: $model:ident; $($slot:ident $marker:ident)*) => {
        impl<$($slot: $crate::generated::SlotShape<$face::$marker>),*>
            $crate::Shape<$face::$model> for $face::Rels<$($slot),*>
        {
            #[allow(clippy::question_mark)] // it costs the compiler more
            fn serialize_loaded<S: $crate::generated::SerializeMap>(
                view: $crate::generated::View<'_, $face::$model, Self>,
                map: &mut S,
            ) -> Result<(), S::Error> {
                let _ = (&view, &map); // there may be no slot
                $(if let Err(error) =
                    <$slot as $crate::generated::SlotShape<$face::$marker>>::serialize(view, map)
                {
                    return Err(error);
                })*
                Ok(())
            }
        }
    };
}
