"""The database and the photos in one file, and back."""
