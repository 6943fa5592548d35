"""The public pages in words."""
