"""Tables that go out and come back, and what is under guarantee, in words."""
