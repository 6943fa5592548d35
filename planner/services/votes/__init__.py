"""Asking residents: a vote is made, opened, counted by confirmed addresses, and what was chosen enters a plan."""
