"""Files that go out and come in: backups, and tables that were corrected elsewhere."""
