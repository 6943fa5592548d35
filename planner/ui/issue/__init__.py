"""Inside the screens of issues: logging, the list, one issue."""
