"""Layers of the city: facilities that are places, what is told of them, and what happens there."""
