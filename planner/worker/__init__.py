"""What runs beside visitors, from the first request to the last: clean-up, backups, compiling ahead, making photos safe to show; safe with several processes."""
