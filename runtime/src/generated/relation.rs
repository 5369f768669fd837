/// `Relation` of a marker.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation {
    (
        $face:ident :: $marker:ident: $parent:ident => $cardinality:ident $child:ty;
        $near:ty => $far:ty;
        { $($meta:tt)* }
    ) => {
        impl $crate::Relation for $face::$marker {
            type Parent = $face::$parent;
            type Child = $child;
            type Cardinality = $crate::generated::$cardinality;
            type Near = $near;
            type Far = $far;
            const META: &'static $crate::generated::RelationMeta =
                &$crate::generated::RelationMeta {
                    $($meta)*,
                    ..$crate::generated::RelationMeta::PLAIN
                };
        }
    };
}

/// The proof of one relationship, and the step from a set without it to one with it; between the
/// slots before it and those after it.
#[doc(hidden)]
#[macro_export]
macro_rules! __proof {
    (
        $face:ident :: $marker:ident $model:ident => $child:ty: $has:ident $slot:ident;
        $($before:ident)* / $($after:ident)*
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($before,)* S_: $crate::Shape<$child>, $($after),*> $has
            for $face::Rels<$($before,)* $crate::generated::Yes<S_>, $($after,)*>
        where
            Self: $crate::Shape<$face::$model>,
        {
            type $slot = S_;
        }

        #[diagnostic::do_not_recommend]
        impl<$($before,)* $slot, $($after,)* S_> $crate::Set<$face::$marker, S_>
            for $face::Rels<$($before,)* $slot, $($after,)*>
        {
            type Out = $face::Rels<$($before,)* $crate::generated::Yes<S_>, $($after,)*>;
        }
    };
}

/// `Shape` of a loaded set: its slots, each with the relationship's marker.
#[doc(hidden)]
#[macro_export]
macro_rules! __rels {
    ($face:ident :: $model:ident; $($slot:ident $marker:ident)*; $slots:ty) => {
        impl<$($slot: $crate::generated::SlotShape<$face::$marker>),*>
            $crate::Shape<$face::$model> for $face::Rels<$($slot),*>
        {
            type Slots = $slots;
        }
    };
}

/// The proof of a relationship of a model to itself when all its levels are loaded.
#[doc(hidden)]
#[macro_export]
macro_rules! __tree {
    ($face:ident :: $marker:ident: $has:ident $slot:ident) => {
        #[diagnostic::do_not_recommend]
        impl $has for $crate::Tree<$face::$marker> {
            type $slot = Self;
        }
    };
}
