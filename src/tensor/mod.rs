//! Dtypes, shapes and arrays.
