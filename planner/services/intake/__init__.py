"""Files of others come in: compared with what the city has, looked up on its map, and written at once."""
