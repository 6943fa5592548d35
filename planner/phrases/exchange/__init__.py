"""Tables that go out and come back, in words."""
