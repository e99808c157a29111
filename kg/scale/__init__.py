"""Builds on many processes or machines, on an engine such as Ray; what comes out is the same, byte for byte."""
