"""One budget of requests for each sign-in, shared by all who use it: a minute's reads and a minute's writes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from connectkit.fleet.sheets import Fleet


class Budget:
    """Waits until a request fits into the minute; kept in this process, or in Redis for workers on many machines."""

    def __init__(self, fleet: Fleet, *, redis: str = "", sleep: Callable[[float], None] = time.sleep) -> None:
        from limits import RateLimitItemPerMinute
        from limits.storage import storage_from_string
        from limits.strategies import MovingWindowRateLimiter

        self._limiter: Any = MovingWindowRateLimiter(storage_from_string(redis or "memory://"))
        self._items = {
            "read": RateLimitItemPerMinute(fleet.says.reads_per_minute, namespace="connectkit:read"),
            "write": RateLimitItemPerMinute(fleet.says.writes_per_minute, namespace="connectkit:write"),
        }
        self._sleep = sleep

    def pace(self, key: str) -> Callable[[str], None]:
        """What a store calls before each request, with ``read`` or ``write``: returns when there is room for it."""

        def wait(sort: str) -> None:
            item = self._items[sort]
            while not self._limiter.hit(item, key):
                until = self._limiter.get_window_stats(item, key).reset_time - time.time()
                self._sleep(max(until, 0.02) + random.uniform(0, 0.2))  # noqa: S311 - not all at once

        return wait
