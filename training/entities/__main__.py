"""Build the gazetteer from the command line."""

import sys

from training.entities import main

sys.exit(main())
