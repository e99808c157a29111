"""Accuracy and speed, each one command; nothing here is needed to use the program."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does, before NumPy is imported
