"""Files that go out whole: the photos of issues."""
