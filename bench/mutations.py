"""The bugs that ``bench/mutants.py`` plants: one small change of the source each, and the tests that have to notice.

The old text stands exactly once in its file; ``tests/laws/test_mutations.py`` watches that it stays so.
"""

from __future__ import annotations

from typing import NamedTuple

SYNC = "tests/test_sync.py"
HISTORIES = "tests/laws/test_histories.py::test_nothing_the_user_wrote_is_ever_lost"
INBOX = "tests/absorb/language/test_read.py"
JOURNAL = "tests/journal/test_journal.py"
UNDO = "tests/commands/test_history_and_undo.py"
COMMANDS = "tests/commands/test_sync.py"
LOCK = "tests/journal/test_lock.py"
PROMISES = "tests/laws/test_promises.py"
SAVE = "tests/stores/xlsx/test_save.py"
XLSX = "tests/stores/xlsx/test_store.py"
SPLICE = "tests/stores/xlsx/test_splice.py"
GOOGLE = "tests/stores/google/test_store.py"
RACES = "tests/stores/google/test_races.py"
LOST = "tests/stores/google/test_lost.py"
REQUESTS = "tests/stores/google/test_requests.py"
VALUES = "tests/stores/google/test_values.py"
MEANWHILE = "tests/stores/google/test_meanwhile.py"
DISTURBED = "tests/laws/test_disturbed.py"
INJECTION = "tests/laws/test_injection.py"


class Mutation(NamedTuple):
    """A bug: in ``file``, ``old`` becomes ``new``; one of ``tests`` must fail (the quickest stand first)."""

    bug: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTATIONS = (
    # -- the straight line ---------------------------------------------------------------------------
    Mutation(
        "The write is never verified, so what the user did meanwhile is not put right.",
        "connectkit/sync.py",
        "        if not verdict.repair:\n",
        "        if True:\n",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "A repair is not verified in its turn.",
        "connectkit/sync.py",
        "REPAIRS = 4\n",
        "REPAIRS = 1\n",
        (PROMISES, HISTORIES),
    ),
    Mutation(
        "Cells are cleared first and written in a second write.",
        "connectkit/sync.py",
        "        after = store.write(plan)\n        surprises = _settle",
        "        store.write(replace(plan, changes=tuple(one._replace(after=None) for one in plan.cells)))\n"
        "        after = store.write(plan)\n        surprises = _settle",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "A dry run writes.",
        "connectkit/sync.py",
        "            if not dry_run:\n",
        "            if True:\n",
        (SYNC,),
    ),
    Mutation(
        "A sheet half gone is synced without a question.",
        "connectkit/due/guards.py",
        "now * 2 < before",
        "now * 2 < 0",
        (SYNC,),
    ),
    Mutation(
        "After somebody saved in between, the sync goes on without reading anew.",
        "connectkit/sync.py",
        "            if last:\n                raise\n",
        "            raise\n",
        (PROMISES,),
    ),
    Mutation(
        "What was read is not kept as a snapshot.",
        "connectkit/sync.py",
        "    memory.saw(view.read, view.names())\n",
        "",
        (UNDO,),
    ),
    # -- the ownership law ---------------------------------------------------------------------------
    Mutation(
        "The ownership law is never checked.",
        "connectkit/plan.py",
        "    check_law(plan, {(one.tab, one.row, one.column) for one in repairs}, already)\n",
        "",
        (PROMISES,),
    ),
    Mutation(
        "The forward rule is forgotten by the law: Last contact may go back.",
        "connectkit/plan.py",
        "        return after > before\n",
        "        return True\n",
        (PROMISES,),
    ),
    Mutation(
        "The forward rule is forgotten by the sync: an old interaction moves Last contact back.",
        "connectkit/absorb/absorb.py",
        "if word or now is None or day > now:",
        "if True:",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "An entry in the Log for a day to come is taken for an interaction.",
        "connectkit/absorb/absorb.py",
        "if day is not None and day <= intake.today and",
        "if day is not None and",
        (PROMISES,),
    ),
    Mutation(
        "A formula in Last contact is overwritten by a date.",
        "connectkit/absorb/absorb.py",
        "if row in intake.people.frozen or isinstance(cell, Formula):\n            continue\n        if state",
        "if row in intake.people.frozen:\n            continue\n        if state",
        (SYNC,),
    ),
    Mutation(
        "A formula in one of our own columns is overwritten.",
        "connectkit/plan.py",
        "if row not in identities.frozen and not isinstance(before, Formula):",
        "if row not in identities.frozen:",
        (PROMISES,),
    ),
    Mutation(
        "The inbox is emptied without its Log row.",
        "connectkit/absorb/inbox.py",
        "    intake.out.changes.extend(one._replace(group=group) for one in fresh)\n",
        "",
        (SYNC,),
    ),
    Mutation(
        "Inbox text that can't be read is thrown away with the rest.",
        "connectkit/absorb/inbox.py",
        "left = reading.leftover or None",
        "left = None",
        (PROMISES, SYNC),
    ),
    # -- once and only once --------------------------------------------------------------------------
    Mutation(
        "An inbox text read a second time is filed a second time.",
        "connectkit/absorb/inbox.py",
        "fresh = [one for one in rows if one.id not in known]",
        "fresh = rows",
        (PROMISES, SYNC),
    ),
    Mutation(
        "Two calls on one day are taken for one.",
        "connectkit/absorb/inbox.py",
        "one.day.isoformat(), one.kind, one.direction, one.summary)",
        "one.day.isoformat(), one.kind, one.direction)",
        (PROMISES,),
    ),
    Mutation(
        "A sent draft is logged again when its marks are gone.",
        "connectkit/absorb/drafts.py",
        "    if log_id not in filed:\n",
        "    if True:\n",
        (PROMISES, SYNC),
    ),
    Mutation(
        "A sent draft whose Log row the user deleted is logged again.",
        "connectkit/absorb/drafts.py",
        'if record["mark"] == "Sent" or not record["id"]:',
        'if not record["id"]:',
        (PROMISES,),
    ),
    Mutation(
        "A second draft is made for somebody who has an open one.",
        "connectkit/due/choose.py",
        "row in ids and ids[row] not in open_drafts for row",
        "row in ids for row",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "A draft the user deleted is made again: the due day last drafted is not kept.",
        "connectkit/plan.py",
        "    return day\n\n\ndef with_drafted",
        "    return present\n\n\ndef promise_cells",
        (SYNC,),
    ),
    Mutation(
        "The budget of the week begins anew with every run.",
        "connectkit/due/choose.py",
        "slots = max(0, config.per_week - drafted_this_week(tables, ids, today))",
        "slots = config.per_week",
        (SYNC,),
    ),
    Mutation(
        "Somebody snoozed is drafted for a promise.",
        "connectkit/due/choose.py",
        'QUIET = frozenset({"snoozed", "paused", "fade"})',
        'QUIET = frozenset({"paused", "fade"})',
        (PROMISES,),
    ),
    Mutation(
        "A snooze is ignored.",
        "connectkit/due/cadence.py",
        'snoozed = (out["snooze"].to_numpy() >= now) | (',
        "snoozed = (",
        (SYNC,),
    ),
    # -- who is who ----------------------------------------------------------------------------------
    Mutation(
        "An ID is minted anew at every sync.",
        "connectkit/sheet/identity.py",
        'result.ids[row] = now or orphans.get(name.casefold()) or mint("contacts", name, new_id)',
        'result.ids[row] = mint("contacts", name, new_id)',
        (SYNC,),
    ),
    Mutation(
        "A person whose ID was lost gets a new one, and loses their history.",
        "connectkit/sheet/identity.py",
        "now or orphans.get(name.casefold()) or mint(",
        "now or mint(",
        (PROMISES, SYNC),
    ),
    Mutation(
        "Torn IDs are not noticed after a sort of some columns.",
        "connectkit/sheet/identity.py",
        "    if not apart:\n",
        "    if True:\n",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "Copied rows with one ID are written to as if nothing were wrong.",
        "connectkit/sheet/identity.py",
        "        if one and counts[one] > 1:\n            places",
        "        if one and counts[one] > 999:\n            places",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "A header that stands twice is not refused.",
        "connectkit/sheet/contacts_tab.py",
        '        if key.startswith("twice:"):\n            column',
        '        if key.startswith("never:"):\n            column',
        (SYNC,),
    ),
    # -- verify and recover --------------------------------------------------------------------------
    Mutation(
        "A row is known by its number instead of its ID.",
        "connectkit/repair/verify.py",
        "        return landed.id != change.id\n",
        "        return False\n",
        (HISTORIES, RACES),
    ),
    Mutation(
        "The user's newer text is overwritten.",
        "connectkit/repair/verify.py",
        "if not user_owned(change) or same(landed.was, change.before):",
        "if True:",
        (SYNC, HISTORIES),
    ),
    Mutation(
        "A value on somebody else's row is not taken back.",
        "connectkit/repair/verify.py",
        "    if not same(landed.was, change.after):\n        repairs",
        "    if False:\n        repairs",
        (HISTORIES, RACES),
    ),
    Mutation(
        "The Log row of an inbox text that changed meanwhile stays, so both texts are filed.",
        "connectkit/repair/verify.py",
        "    if not repairs.retracted:\n",
        "    if True:\n",
        (HISTORIES, RACES),
    ),
    Mutation(
        "A row whose inbox changed gets back a date that had gone astray instead of the user's.",
        "connectkit/repair/verify.py",
        "after=read.get(change.group, landed.was)",
        "after=landed.was",
        (PROMISES,),
    ),
    Mutation(
        "What was meant for a row that moved is never written to it.",
        "connectkit/repair/verify.py",
        "    again = [_again(landed, now, repairs) for landed in known]\n",
        "    again: list[SetCell | None] = []\n",
        (PROMISES, HISTORIES),
    ),
    Mutation(
        "The copy in the hidden tab is ignored: nobody finishes what a dead run left.",
        "connectkit/repair/recover.py",
        "    if image is None:\n",
        "    if True:\n",
        (HISTORIES, DISTURBED),
    ),
    Mutation(
        "Recovery puts old values over what the user has typed since.",
        "connectkit/repair/recover.py",
        "    after = landed.was if same(now, change.after) else now\n",
        "    after = landed.was\n",
        (PROMISES, HISTORIES),
    ),
    Mutation(
        "Recovery empties a Log row the user has worked on.",
        "connectkit/repair/recover.py",
        "        if row and seal(one, values) == mark:\n",
        "        if row:\n",
        (PROMISES, HISTORIES),
    ),
    # -- the Google Sheet ----------------------------------------------------------------------------
    Mutation(
        "A write whose answer was lost is repeated without looking.",
        "connectkit/stores/google/store.py",
        "        if batch.token in now.tokens:\n            return True\n        if set",
        "        if set",
        (LOST,),
    ),
    Mutation(
        "Another run's write in between is not noticed.",
        "connectkit/stores/google/store.py",
        "        if set(now.tokens) != set(before.tokens):\n",
        "        if False:\n",
        (RACES, LOST),
    ),
    Mutation(
        "The once-only token is dropped.",
        "connectkit/stores/google/requests.py",
        "        _token_request(token, place.id, notes.column),\n",
        "",
        (LOST,),
    ),
    Mutation(
        "The former token is left in place, so a late write lands on a newer state.",
        "connectkit/stores/google/requests.py",
        '        *({"deleteNamedRange": {"namedRangeId": former}} for former in snapshot.tokens),\n',
        "",
        (LOST, REQUESTS),
    ),
    Mutation(
        "Former values are copied after they were overwritten.",
        "connectkit/stores/google/requests.py",
        "        *hidden.copy_requests(notes, place.id),\n        *_changes(plan, grown),\n",
        "        *_changes(plan, grown),\n        *hidden.copy_requests(notes, place.id),\n",
        (RACES, MEANWHILE),
    ),
    Mutation(
        "Copies that a filter closed up are believed.",
        "connectkit/stores/google/after_image.py",
        "self._false = {run for run in block.runs if self._is_false(run)}",
        "self._false: set[tuple[int, int]] = set()",
        (RACES, MEANWHILE),
    ),
    Mutation(
        "A column that moved is not noticed.",
        "connectkit/stores/google/after_image.py",
        'return read_cell({"effectiveValue": self._copy(block.header_row, key)}) != block.headers[key]',
        "return False",
        (RACES, MEANWHILE),
    ),
    Mutation(
        "Text that begins with = is written as a formula.",
        "connectkit/stores/google/values.py",
        '    return {"stringValue": value.url if isinstance(value, Link) else value}\n',
        "    text = value.url if isinstance(value, Link) else value\n"
        '    return {"formulaValue": text} if text.startswith("=") else {"stringValue": text}\n',
        (INJECTION, VALUES),
    ),
    Mutation(
        "A passing failure of a write is answered by sending it again.",
        "connectkit/stores/google/http.py",
        "                elif status in PASSING:\n                    raise Lost from refused\n",
        "                elif status in PASSING:\n                    deadline.wait(refused)\n",
        (LOST,),
    ),
    # -- the workbook file ---------------------------------------------------------------------------
    Mutation(
        "An open workbook is saved over.",
        "connectkit/stores/xlsx/store.py",
        "        locks.refuse_if_held(snapshot.path, force=self._force)\n",
        "",
        (XLSX,),
    ),
    Mutation(
        "No backup of the former state is taken.",
        "connectkit/stores/xlsx/save/save.py",
        "        kept = store.add(snapshot.data)\n",
        "        kept = None\n",
        (SAVE,),
    ),
    Mutation(
        "The file is emptied, then written.",
        "connectkit/stores/xlsx/save/save.py",
        "        if not place(snapshot, new_bytes, store):\n",
        "        snapshot.path.write_bytes(b'')\n        if snapshot.path.write_bytes(new_bytes) == 0:\n",
        (SAVE,),
    ),
    Mutation(
        "The new file is not brought to the disk before it takes its place.",
        "connectkit/stores/xlsx/save/exchange.py",
        "            _to_disk(file.fileno())\n",
        "",
        (PROMISES, SAVE),
    ),
    Mutation(
        "The file is replaced instead of exchanged, so a save in that instant is thrown away.",
        "connectkit/stores/xlsx/save/save.py",
        "        if not swap(temp, target):\n            return _replace(snapshot, temp)\n        return _prove(snapshot, ours, temp, swap)\n",
        "        temp.replace(target)\n        return True\n",
        (SAVE,),
    ),
    Mutation(
        "What came out of the exchange is not compared with what was read.",
        "connectkit/stores/xlsx/save/save.py",
        "        if came_out.is_still(expected) and not being_written(temp):\n",
        "        if True:\n",
        (SAVE,),
    ),
    Mutation(
        "Where files can't trade names, the fingerprint is not checked before the replace.",
        "connectkit/stores/xlsx/save/save.py",
        "    if not snapshot.stands():\n        return False\n",
        "",
        (SAVE,),
    ),
    Mutation(
        "Another user's save that a dead run had set aside stays aside.",
        "connectkit/stores/xlsx/save/save.py",
        "    elif _belongs_in_place(leftover, target):\n",
        "    elif False:\n",
        (SAVE,),
    ),
    Mutation(
        "The last look at the bytes before the disk is skipped.",
        "connectkit/stores/xlsx/store.py",
        "        audit.self_audit(self._package, new, package.changed())\n",
        "",
        (PROMISES, XLSX),
    ),
    Mutation(
        "A new row overwrites the last one.",
        "connectkit/stores/xlsx/edit/apply.py",
        "enumerate(changes, start=last + 1)",
        "enumerate(changes, start=last)",
        (XLSX,),
    ),
    Mutation(
        "Values that depend on a changed cell stay as they were.",
        "connectkit/stores/xlsx/edit/apply.py",
        "    stale.invalidate(package, changed)\n",
        "",
        (XLSX,),
    ),
    Mutation(
        "Text that begins like a formula is not marked as text.",
        "connectkit/stores/xlsx/values/cell_text.py",
        "risky=text.startswith(_FORMULA_STARTS)",
        "risky=False",
        (SPLICE, INJECTION),
    ),
    # -- undo, journal, lock -------------------------------------------------------------------------
    Mutation(
        "Undo does not look whether a cell still holds what was written.",
        "connectkit/repair/undo.py",
        "        if not same(now, change.after):\n            if not same(now, change.before):",
        "        if False:\n            if not same(now, change.before):",
        (PROMISES, UNDO),
    ),
    Mutation(
        "Undo empties a new row the user has worked on.",
        "connectkit/repair/undo.py",
        "        if extra or not all(self._untouched(change, key, value) for key, value in now.items()):\n",
        "        if False:\n",
        (PROMISES, UNDO),
    ),
    Mutation(
        "Undo finds a row by its number.",
        "connectkit/repair/undo.py",
        "                return found[0] if len(found) == 1 else None\n",
        "                return row or found[0]\n",
        (PROMISES, UNDO),
    ),
    Mutation(
        "A run is noted only after it was written, so a run that died is in no history.",
        "connectkit/sync.py",
        "    run_id = memory.begin(plan)\n    try:\n        after = store.write(plan)\n",
        "    run_id = plan.run_id\n    try:\n        after = store.write(plan)\n        run_id = memory.begin(plan)\n",
        (PROMISES, JOURNAL),
    ),
    Mutation(
        "What a cell held the moment before the write is not kept.",
        "connectkit/journal/journal.py",
        "                if differs(landed.was, change.before):\n",
        "                if False:\n",
        (JOURNAL,),
    ),
    Mutation(
        "The lock is not taken.",
        "connectkit/journal/lock.py",
        "        lock.acquire()\n    except filelock.Timeout:",
        "        pass\n    except filelock.Timeout:",
        (LOCK,),
    ),
    Mutation(
        "Commands that write do not ask for the lock.",
        "connectkit/session.py",
        "        if not writes:\n            yield session\n            return\n",
        "        if True:\n            yield session\n            return\n",
        (COMMANDS,),
    ),
    Mutation(
        "A snapshot is restored over an existing file.",
        "connectkit/commands/restore.py",
        "os.O_CREAT | os.O_EXCL | os.O_WRONLY",
        "os.O_CREAT | os.O_WRONLY",
        (UNDO,),
    ),
)
