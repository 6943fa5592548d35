"""Files for other programs: calendars, tracks, QR codes, links into navigators."""
