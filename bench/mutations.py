"""The bugs that ``bench/mutants.py`` plants: one small change of the source each, and the tests that have to notice.

``old`` is a piece of code that stands exactly once in the function (or constant) ``where``, wherever in the package that
is defined and however it is formatted, so that a move costs nothing; ``tests/laws/test_mutations.py`` watches over it.
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
VERIFY = "tests/repair/test_verify.py"
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
    """A bug: in the function or constant ``where``, ``old`` becomes ``new``; one of ``tests`` must fail (the quickest stand first)."""

    bug: str
    where: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTATIONS = (
    # -- the straight line -------------------------------------------------------------------------------
    Mutation(
        "The write is never verified, so what the user did meanwhile is not put right.",
        "_settle",
        "verdict.well",
        "True",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "A repair is not verified in its turn.",
        "REPAIRS",
        "4",
        "1",
        (
            PROMISES,
            HISTORIES,
        ),
    ),
    Mutation(
        "Cells are cleared first and written in a second write.",
        "apply",
        "after = store.write(plan)",
        (
            "store.write(replace(plan, changes=tuple((one._replace(after=None) for one in plan.cells))))\n"
            "after = store.write(plan)"
        ),
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "A dry run writes.",
        "sync",
        "if dry_run:\n    break",
        "pass",
        (SYNC,),
    ),
    Mutation(
        "A sheet half gone is synced without a question.",
        "guard",
        "now * 2 < before",
        "now * 2 < 0",
        (SYNC,),
    ),
    Mutation(
        "After somebody saved in between, the sync goes on without reading anew.",
        "_write",
        ("if last:\n    raise"),
        "raise",
        (PROMISES,),
    ),
    Mutation(
        "What was read is not kept as a snapshot.",
        "_write",
        "memory.saw(view.read, view.named_ids)",
        "pass",
        (UNDO,),
    ),
    # -- the ownership law -------------------------------------------------------------------------------
    Mutation(
        "The ownership law is never checked.",
        "assemble",
        "check_law(plan, already)",
        "pass",
        (PROMISES,),
    ),
    Mutation(
        "The forward rule is forgotten by the law: Last contact may go back.",
        "_forward",
        "after > before",
        "True",
        (PROMISES,),
    ),
    Mutation(
        "The forward rule is forgotten by the sync: an old interaction moves Last contact back.",
        "_last_contact",
        "word or not stays",
        "True",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "An entry in the Log for a day to come is taken for an interaction.",
        "_log_rows",
        "day is not None and day <= intake.today and ((record['id'], row, day) not in told)",
        "day is not None and (record['id'], row, day) not in told",
        (PROMISES,),
    ),
    Mutation(
        "A formula in Last contact is overwritten by a date.",
        "Contacts.stays",
        "isinstance(self.sheet.cell(row, 'last_contact'), Formula)",
        "False",
        (SYNC,),
    ),
    Mutation(
        "A formula in one of our own columns is overwritten.",
        "contact_cells.differ",
        "row not in identities.frozen and (not isinstance(before, Formula))",
        "row not in identities.frozen",
        (PROMISES,),
    ),
    Mutation(
        "The inbox is emptied without its Log row.",
        "file_reading",
        "intake.out.changes.extend(fresh)",
        "pass",
        (SYNC,),
    ),
    Mutation(
        "Inbox text that can't be read is thrown away with the rest.",
        "_empty",
        "left or None",
        "None",
        (
            PROMISES,
            SYNC,
        ),
    ),
    # -- once and only once ------------------------------------------------------------------------------
    Mutation(
        "An inbox text read a second time is filed a second time.",
        "file_reading",
        "[one for one in rows if one.id not in known]",
        "rows",
        (
            PROMISES,
            SYNC,
        ),
    ),
    Mutation(
        "Two calls on one day are taken for one.",
        "_log_id",
        "letters(contact, one.day.isoformat(), one.kind, one.direction, one.summary)",
        "letters(contact, one.day.isoformat(), one.kind, one.direction)",
        (PROMISES,),
    ),
    Mutation(
        "A sent draft is logged again when its marks are gone.",
        "_sent",
        "log_id not in filed",
        "True",
        (
            PROMISES,
            SYNC,
        ),
    ),
    Mutation(
        "A sent draft whose Log row the user deleted is logged again.",
        "_sent",
        "record['mark'] == 'Sent' or not record['id']",
        "not record['id']",
        (PROMISES,),
    ),
    Mutation(
        "A second draft is made for somebody who has an open one.",
        "Free.__init__",
        "row in ids and ids[row] not in absorbed.open_drafts and row not in absorbed.ahead",
        "row in ids and row not in absorbed.ahead",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "A draft the user deleted is made again: the due day last drafted is not kept.",
        "_later",
        "return day",
        "return present",
        (SYNC,),
    ),
    Mutation(
        "The budget of the week begins anew with every run.",
        "_slots",
        "max(0, config.per_week - drafted_this_week(tables, ids, today))",
        "config.per_week",
        (SYNC,),
    ),
    Mutation(
        "Somebody snoozed is drafted for a promise.",
        "QUIET",
        "{'snoozed', 'paused', 'fade'}",
        "{'paused', 'fade'}",
        (PROMISES,),
    ),
    Mutation(
        "A snooze is ignored.",
        "_verdicts",
        "(out['snooze'].to_numpy() >= now) | (out['later'].to_numpy() >= now)",
        "out['later'].to_numpy() >= now",
        (SYNC,),
    ),
    # -- who is who --------------------------------------------------------------------------------------
    Mutation(
        "An ID is minted anew at every sync.",
        "identify",
        "now or orphans.get(name.casefold()) or mint('contacts', name, new_id)",
        "mint('contacts', name, new_id)",
        (SYNC,),
    ),
    Mutation(
        "A person whose ID was lost gets a new one, and loses their history.",
        "identify",
        "now or orphans.get(name.casefold()) or mint('contacts', name, new_id)",
        "now or mint('contacts', name, new_id)",
        (
            PROMISES,
            SYNC,
        ),
    ),
    Mutation(
        "Torn IDs are not noticed after a sort of some columns.",
        "_heal",
        "not apart",
        "True",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "Copied rows with one ID are written to as if nothing were wrong.",
        "_report_copies",
        "counts[one] > 1",
        "counts[one] > 999",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "Occasions may take every slot.",
        "within_half",
        "left > (0 if one.when in URGENT else 1)",
        "True",
        ("tests/due/test_choose.py",),
    ),
    Mutation(
        "A draft left lying is never over.",
        "retire",
        "not over and not _promise_is_kept(intake, record)",
        "True",
        ("tests/due/test_choose.py",),
    ),
    Mutation(
        "A promise is not kept by its draft that was sent.",
        "_keep",
        "len(meant) != 1",
        "True",
        ("tests/absorb/test_promises.py",),
    ),
    Mutation(
        "A header that stands twice is not refused.",
        "_check",
        "key.startswith('twice:')",
        "key.startswith('never:')",
        (SYNC,),
    ),
    # -- verify and recover ------------------------------------------------------------------------------
    Mutation(
        "A row is known by its number instead of its ID.",
        "moved_row",
        "landed.id != change.id",
        "False",
        (
            HISTORIES,
            RACES,
        ),
    ),
    Mutation(
        "The user's newer text is overwritten.",
        "newer",
        "not same(landed.was, landed.change.before)",
        "False",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "A value on somebody else's row is not taken back.",
        "_Repairer.recovery",
        "back = [cell for one in self.wrong for cell in self._put_back(one)]",
        "back: list[SetCell] = []",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "The Log row of an inbox text that changed meanwhile stays, so both texts are filed.",
        "_Repairer._torn",
        "return list(dict.fromkeys([*self.lost, *(one for one in standing if one)]))",
        "return self.lost",
        (
            SYNC,
            HISTORIES,
        ),
    ),
    Mutation(
        "What was filed in a row that never arrived stays taken from the inbox.",
        "arrived",
        "ids is None or len(ids.get(one, ())) == 1",
        "True",
        (VERIFY,),
    ),
    Mutation(
        "A row whose inbox changed gets back a date that had gone astray instead of the user's.",
        "_Repairer._put_back",
        "landed.was",
        "landed.change.before",
        (
            PROMISES,
            HISTORIES,
        ),
    ),
    Mutation(
        "What was meant for a row that moved is never written to it.",
        "_Repairer.recovery",
        "again = [cell for one in self.astray for cell in self._again(settled, one.change)]",
        "again: list[SetCell] = []",
        (
            SYNC,
            PROMISES,
            HISTORIES,
        ),
    ),
    Mutation(
        "The copy in the hidden tab is ignored: nobody finishes what a dead run left.",
        "recover",
        "image is None",
        "True",
        (
            HISTORIES,
            DISTURBED,
        ),
    ),
    Mutation(
        "Recovery puts old values over what the user has typed since.",
        "_Repairer._put_back",
        "_holds(rows.raw.cell(row, index), change.after)",
        "True",
        (
            PROMISES,
            HISTORIES,
        ),
    ),
    Mutation(
        "Recovery empties a Log row the user has worked on.",
        "_Repairer._unfile",
        "rows is None or not number or seal(row.tab, row.id, rows.values(number)) != row",
        "rows is None or not number",
        (
            PROMISES,
            HISTORIES,
        ),
    ),
    # -- the Google Sheet --------------------------------------------------------------------------------
    Mutation(
        "A write whose answer was lost is repeated without looking.",
        "GoogleStore._has_landed",
        ("if batch.token in now.tokens:\n    return True"),
        "pass",
        (LOST,),
    ),
    Mutation(
        "Another run's write in between is not noticed.",
        "GoogleStore._has_landed",
        "set(now.tokens) != set(before.tokens)",
        "False",
        (
            RACES,
            LOST,
        ),
    ),
    Mutation(
        "The once-only token is dropped.",
        "build",
        "_token_request(token, place.id, notes.column)",
        "*()",
        (LOST,),
    ),
    Mutation(
        "The former token is left in place, so a late write lands on a newer state.",
        "build",
        "*({'deleteNamedRange': {'namedRangeId': former}} for former in snapshot.tokens)",
        "*()",
        (
            LOST,
            REQUESTS,
        ),
    ),
    Mutation(
        "Former values are copied after they were overwritten.",
        "build",
        "*hidden.copy_requests(notes, place.id), *_changes(plan, grown)",
        "*_changes(plan, grown), *hidden.copy_requests(notes, place.id)",
        (
            RACES,
            MEANWHILE,
        ),
    ),
    Mutation(
        "Copies that a filter closed up are believed.",
        "_Witness.__init__",
        "self._false = {run for run in block.runs if self._is_false(run)}",
        "self._false: set[tuple[int, int]] = set()",
        (
            RACES,
            MEANWHILE,
        ),
    ),
    Mutation(
        "A column that moved is not noticed.",
        "_Witness._above",
        "stood != block.headers[index]",
        "False",
        (
            RACES,
            MEANWHILE,
        ),
    ),
    Mutation(
        "Text that begins with = is written as a formula.",
        "extended",
        "return {'stringValue': value.url if isinstance(value, Link) else value}",
        (
            "text = value.url if isinstance(value, Link) else value\n"
            "return {'formulaValue': text} if text.startswith('=') else {'stringValue': text}"
        ),
        (
            INJECTION,
            VALUES,
        ),
    ),
    Mutation(
        "A passing failure of a write is answered by sending it again.",
        "Api.write",
        "raise Lost from refused",
        "deadline.wait(refused)",
        (LOST,),
    ),
    # -- the workbook file -------------------------------------------------------------------------------
    Mutation(
        "An open workbook is saved over.",
        "XlsxStore.write",
        "locks.refuse_if_held(snapshot.path, force=self._force)",
        "pass",
        (XLSX,),
    ),
    Mutation(
        "No backup of the former state is taken.",
        "commit",
        "store.add(snapshot.data)",
        "None",
        (SAVE,),
    ),
    Mutation(
        "The file is emptied, then written.",
        "commit",
        ("if not place(snapshot, new_bytes, store):\n    raise ChangedMeanwhile(snapshot.path)"),
        (
            "snapshot.path.write_bytes(b'')\n"
            "if snapshot.path.write_bytes(new_bytes) == 0:\n"
            "    raise ChangedMeanwhile(snapshot.path)"
        ),
        (SAVE,),
    ),
    Mutation(
        "The new file is not brought to the disk before it takes its place.",
        "write_new",
        "_to_disk(file.fileno())",
        "pass",
        (
            PROMISES,
            SAVE,
        ),
    ),
    Mutation(
        "The file is replaced instead of exchanged, so a save in that instant is thrown away.",
        "place",
        "swap(temp, target)",
        "temp.replace(target)",
        (SAVE,),
    ),
    Mutation(
        "What came out of the exchange is not compared with what was read.",
        "_prove",
        "came_out.is_still(expected) and (not being_written(temp))",
        "True",
        (SAVE,),
    ),
    Mutation(
        "Where files can't trade names, the fingerprint is not checked before the replace.",
        "_replace",
        ("if not snapshot.stands():\n    return False"),
        "pass",
        (SAVE,),
    ),
    Mutation(
        "Another user's save that a dead run had set aside stays aside.",
        "_clear",
        "_belongs_in_place(leftover, target)",
        "False",
        (SAVE,),
    ),
    Mutation(
        "The last look at the bytes before the disk is skipped.",
        "XlsxStore.write",
        "audit.self_audit(self._package, new, package.changed())",
        "pass",
        (
            PROMISES,
            XLSX,
        ),
    ),
    Mutation(
        "A new row overwrites the last one.",
        "_Tab._append",
        "enumerate(changes, start=last + 1)",
        "enumerate(changes, start=last)",
        (XLSX,),
    ),
    Mutation(
        "Values that depend on a changed cell stay as they were.",
        "apply",
        "stale.invalidate(package, changed)",
        "pass",
        (XLSX,),
    ),
    Mutation(
        "Text that begins like a formula is not marked as text.",
        "_stored_text",
        "text.startswith(_FORMULA_STARTS)",
        "False",
        (
            SPLICE,
            INJECTION,
        ),
    ),
    # -- undo, journal, lock -----------------------------------------------------------------------------
    Mutation(
        "Undo does not look whether a cell still holds what was written.",
        "_Undoer.cell",
        "not same(now, change.after)",
        "False",
        (
            PROMISES,
            UNDO,
        ),
    ),
    Mutation(
        "Undo empties a new row the user has worked on.",
        "_Undoer.row",
        "extra or not all((self._untouched(change, key, value) for key, value in now.items()))",
        "False",
        (
            PROMISES,
            UNDO,
        ),
    ),
    Mutation(
        "Undo finds a row by its number.",
        "_Undoer._row",
        "found[0] if len(found) == 1 else None",
        "row or found[0]",
        (
            PROMISES,
            UNDO,
        ),
    ),
    Mutation(
        "A run is noted only after it was written, so a run that died is in no history.",
        "apply",
        "memory.begin(plan)",
        "plan.run_id",
        (
            PROMISES,
            JOURNAL,
        ),
    ),
    Mutation(
        "What a cell held the moment before the write is not kept.",
        "Journal.finish",
        "differs(landed.was, change.before)",
        "False",
        (JOURNAL,),
    ),
    Mutation(
        "The lock is not taken.",
        "hold",
        "lock.acquire()",
        "pass",
        (LOCK,),
    ),
    Mutation(
        "Commands that write do not ask for the lock.",
        "session_for",
        "not writes",
        "True",
        (COMMANDS,),
    ),
    Mutation(
        "A snapshot is restored over an existing file.",
        "save_new",
        "os.O_CREAT | os.O_EXCL",
        "os.O_CREAT",
        (UNDO,),
    ),
)
