"""The layers of the city on screens."""
