"""Notices, and the letters in which they go out, in words."""
