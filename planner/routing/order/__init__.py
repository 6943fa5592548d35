"""The best order of stops that are all made."""
