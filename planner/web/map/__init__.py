"""The pages of the maps, and what they ask for."""
