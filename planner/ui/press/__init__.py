"""The screens of the press office."""
