"""Address search: the index that an extract gives, and how people write an address."""
