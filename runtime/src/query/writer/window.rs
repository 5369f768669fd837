use super::clause::Clause;
use super::{Level, Writer, decimal};
use crate::expr::{Bound, Exclude, Frame, FrameUnit, Node, Shift, Window, WindowCall, WindowFn};
use crate::query::SelectNode;

/// The windows of a SELECT.
#[derive(Default)]
pub(super) struct Windows {
    /// Those of its WINDOW clause, which several functions have.
    shared: Vec<Window>,
    /// Whether there is more than one.
    several: bool,
}

impl Windows {
    pub(super) fn of(select: &SelectNode) -> Self {
        let mut out = Windows::default();
        let mut seen: Vec<&Window> = vec![];
        let order = select.order.iter().map(|term| &term.node);
        for node in select.columns.iter().chain(order) {
            each_window(node, &mut |window| {
                if !seen.contains(&window) {
                    seen.push(window);
                } else if window.is_narrowed() && !out.shared.contains(window) {
                    out.shared.push(window.clone());
                }
            });
        }
        out.several = seen.len() > 1;
        out
    }
}

impl Writer {
    /// `function OVER (window)`
    pub(super) fn window_call(&mut self, call: &WindowCall) {
        self.check_window_place();
        let window = &call.window;
        match &call.function {
            WindowFn::Aggregate(aggregate) => self.aggregate(aggregate, Some(window)),
            function => self.within(Clause::Window, |writer| writer.ranking(function, window)),
        }
    }

    fn ranking(&mut self, function: &WindowFn, window: &Window) {
        match function {
            WindowFn::RowNumber => self.raw("row_number()"),
            WindowFn::Rank => self.raw("rank()"),
            WindowFn::DenseRank => self.raw("dense_rank()"),
            WindowFn::PercentRank => self.raw("percent_rank()"),
            WindowFn::CumeDist => self.raw("cume_dist()"),
            WindowFn::Ntile(parts) => {
                self.raw("ntile(");
                self.number(*parts);
                self.raw(")");
            }
            WindowFn::FirstValue(value) => self.call("first_value", value),
            WindowFn::LastValue(value) => self.call("last_value", value),
            WindowFn::NthValue(value, row) => {
                self.raw("nth_value(");
                self.expression(value, Level::Or);
                self.raw(", ");
                self.number(*row);
                self.raw(")");
            }
            WindowFn::Lag(shift) => return self.grammar.shift(self, "lag", shift, window),
            WindowFn::Lead(shift) => return self.grammar.shift(self, "lead", shift, window),
            WindowFn::Aggregate(aggregate) => return self.aggregate(aggregate, Some(window)),
        }
        self.over(window);
    }

    /// `lag(value, rows[, default]) OVER ..`
    pub(crate) fn standard_shift(&mut self, name: &str, shift: &Shift, window: &Window) {
        self.shifted(name, shift);
        if let Some(default) = &shift.default {
            self.raw(", ");
            self.bind(Writer::align(default, shift.value.kind()));
        }
        self.raw(")");
        self.over(window);
    }

    /// `lag(value, rows`
    pub(crate) fn shifted(&mut self, name: &str, shift: &Shift) {
        self.raw(name);
        self.raw("(");
        self.expression(&shift.value, Level::Or);
        self.raw(", ");
        self.number(shift.rows);
    }

    /// `OVER (..)`, or the name of a window that several functions share.
    pub(crate) fn over(&mut self, window: &Window) {
        self.raw(" OVER ");
        match self
            .windows
            .shared
            .iter()
            .position(|shared| shared == window)
        {
            Some(at) => self.identifier(&name(at)),
            None => {
                self.raw("(");
                self.window(window);
                self.raw(")");
            }
        }
    }

    /// `OVER (..)` with a window that is not named.
    pub(crate) fn over_unnamed(&mut self, write: impl FnOnce(&mut Self)) {
        let shared = std::mem::take(&mut self.windows.shared);
        write(self);
        self.windows.shared = shared;
    }

    fn window(&mut self, window: &Window) {
        let everything = window.partition.is_empty() && window.order.is_empty();
        if everything && self.windows.several && self.grammar.mixes_up_windows(self.dialect) {
            self.raw("PARTITION BY rand() * 0");
        }
        if !window.partition.is_empty() {
            self.raw("PARTITION BY ");
            self.list(&window.partition, |writer, node| {
                writer.collated(node, Level::Or);
            });
        }
        if !window.order.is_empty() {
            let between = if window.partition.is_empty() { "" } else { " " };
            self.raw(between);
            self.order_terms(&window.order);
        }
        if let Some(frame) = &window.frame {
            if window.partition.len() + window.order.len() > 0 {
                self.raw(" ");
            }
            self.frame(frame);
        }
    }

    fn frame(&mut self, frame: &Frame) {
        let new = frame.unit == FrameUnit::Groups || frame.exclude.is_some();
        if new && !self.grammar.frames_of_groups() {
            return self.unsupported("GROUPS or EXCLUDE in a window's frame");
        }
        self.raw(match frame.unit {
            FrameUnit::Rows => "ROWS BETWEEN ",
            FrameUnit::Range => "RANGE BETWEEN ",
            FrameUnit::Groups => "GROUPS BETWEEN ",
        });
        self.bound(frame.from, "UNBOUNDED PRECEDING");
        self.raw(" AND ");
        self.bound(frame.to, "UNBOUNDED FOLLOWING");
        self.raw(match frame.exclude {
            None => "",
            Some(Exclude::CurrentRow) => " EXCLUDE CURRENT ROW",
            Some(Exclude::Group) => " EXCLUDE GROUP",
            Some(Exclude::Ties) => " EXCLUDE TIES",
        });
    }

    fn bound(&mut self, bound: Bound, unbounded: &str) {
        match bound {
            Bound::Unbounded => self.raw(unbounded),
            Bound::CurrentRow => self.raw("CURRENT ROW"),
            Bound::Preceding(distance) => {
                self.number(distance);
                self.raw(" PRECEDING");
            }
            Bound::Following(distance) => {
                self.number(distance);
                self.raw(" FOLLOWING");
            }
        }
    }

    /// A number that is part of the statement's shape; not all engines take a parameter there.
    fn number(&mut self, number: u32) {
        decimal(&mut self.sql, number as usize);
    }

    /// ` WINDOW "w1" AS (..), ..`
    pub(super) fn window_clause(&mut self) {
        let windows = std::mem::take(&mut self.windows.shared);
        for (at, window) in windows.iter().enumerate() {
            self.raw(if at == 0 { " WINDOW " } else { ", " });
            self.identifier(&name(at));
            self.raw(" AS (");
            self.within(Clause::Window, |writer| writer.window(window));
            self.raw(")");
        }
        self.windows.shared = windows;
    }
}

/// `w1`, `w2`, ...
fn name(at: usize) -> String {
    format!("w{}", at + 1)
}

/// Every window in an expression.
fn each_window<'n>(node: &'n Node, visit: &mut impl FnMut(&'n Window)) {
    if let Node::Window(call) = node {
        visit(&call.window);
    }
    if !node.is_leaf() {
        node.parts(&mut |part| each_window(part, visit));
    }
}
