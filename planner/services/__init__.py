"""What people do: each service requires permission, changes, and writes the history; the doors open transactions."""
