"""``python -m connectkit`` is the same as ``connectkit``: what schedulers call with an absolute path."""

import sys

from connectkit.cli import main

sys.exit(main())
