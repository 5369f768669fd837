//! Loading strategies: from a plan of includes to a graph.
