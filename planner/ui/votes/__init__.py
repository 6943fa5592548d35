"""Asking residents, and what came out."""
