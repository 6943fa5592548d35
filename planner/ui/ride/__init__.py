"""Inside the screens of the ride."""
