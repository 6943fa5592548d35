"""A month and a week of tours and events, as a grid on a screen."""
