"""The page of `kg view` in a real browser."""
