"""The street graph: built out of an extract, asked for minutes and ways."""
