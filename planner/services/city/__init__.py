"""The city and its directories: settings, districts, agencies, places, addresses, the extract."""
