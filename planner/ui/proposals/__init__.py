"""Inside the screens of proposals and of the order."""
