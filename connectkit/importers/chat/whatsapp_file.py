"""The lines of an exported chat, whether it came as text or in a zip with its pictures."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from connectkit.errors import ImportFailed
from connectkit.importers.base import Options
from connectkit.importers.chat import whatsapp_words as words
from connectkit.importers.text import Decoder, TextFile, byte_lines, unreadable


def chat_lines(path: Path, options: Options, decoder: Decoder) -> Iterator[tuple[str, int]]:
    """Each line of a chat, from the text or from the text in the zip, and how many bytes of the file it took.

    Raises:
        ImportFailed: the file can't be read, or the zip holds no chat.
    """
    if not zipfile.is_zipfile(path):
        yield from TextFile(path, decoder, options.encoding).lines()
        return
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path.name)) as file:
            for line in byte_lines(cast(BinaryIO, file), path.name):
                yield decoder.text(line.removeprefix(b"\xef\xbb\xbf")), 0
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ImportFailed(
            f"{path.name} is a damaged zip file ({error}).", "Export the chat again."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """The chat in a zip: ``_chat.txt``, or the text named after WhatsApp, or the only text."""
    texts = [one for one in archive.infolist() if one.filename.casefold().endswith(".txt")]
    for one in texts:
        base = one.filename.rsplit("/", 1)[-1]
        if base.casefold() == "_chat.txt" or words.contact_in(base) or "whatsapp" in base.casefold():
            return one
    if len(texts) == 1:
        return texts[0]
    raise ImportFailed(
        f"{name} holds no chat: there is no _chat.txt in it.", "Import the zip that Export chat made."
    )
