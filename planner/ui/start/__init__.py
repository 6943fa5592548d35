"""Inside the start screen."""
