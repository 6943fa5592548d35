"""What runs beside visitors, from the first request to the last: clean-up, backups, compiling ahead, making photos safe to show, telling people, sending mails; safe with several processes."""
