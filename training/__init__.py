"""Data preparation, training, export and evaluation of the embedded English pipeline."""
