"""The page on the bus and the paths that it asks; docs/field.md is its contract."""
