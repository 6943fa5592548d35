"""Inside the screens of settings and directories."""
