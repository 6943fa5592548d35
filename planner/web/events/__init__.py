"""The papers of events, and the year in figures."""
