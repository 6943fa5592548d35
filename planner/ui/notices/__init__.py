"""Notices on screen."""
