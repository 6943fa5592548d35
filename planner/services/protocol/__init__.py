"""The protocol of a tour: what was heard and decided, who accepts it, its confirmed editions."""
