"""Accuracy and speed, each one command; nothing here is needed to use the program."""
