"""The same examples in every run: a failure here is a failure everywhere. ``bench/histories.py`` is for new luck."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")
