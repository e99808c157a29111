"""Tests of the embedded language pipeline."""
