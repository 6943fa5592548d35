"""What one street extract gives: a base map, an address search, and the roads that travel times are made of."""
