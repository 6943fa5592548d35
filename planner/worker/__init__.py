"""What runs beside visitors, from the first request to the last: clean-up, compiling ahead; safe with several processes."""
