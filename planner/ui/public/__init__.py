"""The screen on which it is decided what everybody may read."""
