"""What was found: logging, lists, maps, photos and the history of issues."""
