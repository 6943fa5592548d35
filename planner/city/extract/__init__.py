"""Reading a street extract: the file, what is in it, its roads and coasts."""
