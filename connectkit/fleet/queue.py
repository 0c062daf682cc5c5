"""Past one machine: tasks in Celery over Redis. What is due is enqueued; a worker serves it; a dead worker's task comes back.

Start workers and one beat with the file in the environment::

    CONNECTKIT_FLEET=fleet.yaml celery -A connectkit.fleet.queue worker --concurrency 2
    CONNECTKIT_FLEET=fleet.yaml celery -A connectkit.fleet.queue beat

A task is "sync this sheet if it had no success today". It may come twice (late acknowledgement, a visibility timeout, a
beat that enqueues again): the journal, today's success in Redis and a lock per sheet make the second one do nothing, and
a write lands once whatever happens.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from celery import Celery
from celery.utils.log import get_task_logger

from connectkit.errors import UsageError
from connectkit.fleet.budget import Budget
from connectkit.fleet.run import BUSY, Outcome, is_done, serve
from connectkit.fleet.sheets import FILE_NAME, Fleet, Sheet, load
from connectkit.options import Settings
from connectkit.session import today_in

EVERY = 600.0
"""Seconds between two looks at what is missing."""

_DAYS = 2 * 86_400
_log = get_task_logger(__name__)


@cache
def fleet() -> Fleet:
    """The fleet that CONNECTKIT_FLEET names, else ./fleet.yaml."""
    return load(Path(os.environ.get("CONNECTKIT_FLEET", FILE_NAME)))


def _app() -> Celery:
    says = fleet().says
    app = Celery("connectkit.fleet", broker=says.redis)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        broker_transport_options={"visibility_timeout": says.redelivery},
        broker_connection_retry_on_startup=True,
        task_default_queue="connectkit",
        task_ignore_result=True,
        timezone="UTC",
        beat_schedule={"what is missing": {"task": "connectkit.fleet.missing", "schedule": EVERY}},
    )
    return app


app = _app()


@cache
def _redis() -> Any:
    from redis import Redis

    return Redis.from_url(fleet().says.redis)


@cache
def _budget() -> Budget:
    return Budget(fleet(), redis=fleet().says.redis)


def _done_key(sheet: Sheet) -> str:
    return f"connectkit:done:{sheet.location}:{today_in(sheet.config.timezone).isoformat()}"


def done_today(sheet: Sheet) -> bool:
    """Whether today's sync ended well, by the journal here or by what another machine said in Redis."""
    return is_done(sheet) or bool(_redis().exists(_done_key(sheet)))


def enqueue() -> list[str]:
    """The names of the sheets that were enqueued: those without a success today that do not wait already."""
    sent = []
    for sheet in fleet().sheets:
        waits = f"connectkit:waits:{sheet.location}"
        if not done_today(sheet) and _redis().set(waits, 1, nx=True, ex=fleet().says.redelivery):
            sync_sheet.delay(sheet.name)
            sent.append(sheet.name)
    return sent


@app.task(name="connectkit.fleet.missing")  # type: ignore[untyped-decorator]
def missing() -> None:
    """Enqueues what had no success today."""
    _log.info("enqueued %d sheets", len(enqueue()))


@app.task(name="connectkit.fleet.sync", bind=True, max_retries=None)  # type: ignore[untyped-decorator]
def sync_sheet(task: Any, name: str, tries: int = 1) -> None:
    """Today's sync of one sheet; a busy one is tried once more, one that somebody holds waits for them."""
    try:
        sheet = fleet().named(name)
    except UsageError:
        return  # it was taken out of the file since
    if done_today(sheet):
        return
    # The lock of a worker that died ends before its task comes back.
    lock = _redis().lock(f"connectkit:lock:{sheet.location}", timeout=max(fleet().says.redelivery * 0.9, 4))
    if not lock.acquire(blocking=False):
        raise task.retry(countdown=min(30, fleet().says.redelivery / 4))
    try:
        outcome = serve(sheet, Settings(quiet=True), _budget().pace(sheet.key))
    finally:
        _release(lock)
    if outcome.code == BUSY and tries < 2:
        raise task.retry(args=(name, tries + 1), countdown=min(60, fleet().says.redelivery / 4))
    keep(sheet, outcome)


def _release(lock: Any) -> None:
    from redis.exceptions import LockError

    try:
        lock.release()
    except LockError:
        _log.warning("a lock ended before its sync: redelivery in fleet.yaml is shorter than a sync takes")


def keep(sheet: Sheet, outcome: Outcome) -> None:
    """Tells the others how it went: today's success, or the failure until the next try."""
    if outcome.code == 0:
        _redis().set(_done_key(sheet), 1, ex=_DAYS)
        _redis().hdel("connectkit:failed", sheet.name)
        _log.info("%s: %s", sheet.name, outcome.done)
    else:
        _redis().hset("connectkit:failed", sheet.name, f"{outcome.message} {outcome.hint}".strip())
        _log.warning("%s: %s %s", sheet.name, outcome.message, outcome.hint)
    _redis().delete(f"connectkit:waits:{sheet.location}")


def failures() -> dict[str, str]:
    """Sheet name to what its last try on any machine ended with."""
    return {name.decode(): told.decode() for name, told in _redis().hgetall("connectkit:failed").items()}
