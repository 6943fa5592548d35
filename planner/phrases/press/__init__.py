"""What the press office lets out, in words made of the data."""
