"""How long a ride takes: engines, settings, closures, minutes by hand, learning."""
