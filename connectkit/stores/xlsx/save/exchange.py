"""What saving needs from the operating system: two files trade names in one step.

A plain replace throws away whatever stands at the target at that instant, even a save the user made a
millisecond before. After an exchange the former file still exists under the other name, so it can be looked at
and put back. Linux and macOS have a call for it; Windows replaces and keeps the former file. Where none of them
works (some network folders) :func:`exchange` says so and changes nothing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAMEAT2_NUMBER = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "armv7l": 382, "i686": 353}
_RENAME_SWAP = 2
_COPYFILE_ACL_AND_XATTR = 1 | 4
_ERROR_SHARING_VIOLATION = 32
_ERROR_UNABLE_TO_MOVE_REPLACEMENT_2 = 1177
_WINDOWS_TRIES = 5


def exchange(one: Path, other: Path) -> bool:
    """The two files have traded names in one step; False where the system can't, and nothing has changed.

    Raises:
        OSError: permission, missing file, or (Windows) the file is open in another program.
    """
    if sys.platform == "win32":
        return _replace_and_keep(one, other)
    failed = _exchange_errno(os.fsencode(one), os.fsencode(other))
    if failed in _UNSUPPORTED:
        return False
    if failed:
        raise OSError(failed, os.strerror(failed), str(other))
    return True


def _exchange_errno(one: bytes, other: bytes) -> int:
    """0 when exchanged, else the error number."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        done = libc.renamex_np(one, other, ctypes.c_uint(_RENAME_SWAP))
    elif hasattr(libc, "renameat2"):
        done = libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_RENAME_EXCHANGE))
    else:  # an old musl has the system call without a function for it
        number = _RENAMEAT2_NUMBER.get(os.uname().machine)
        if number is None or sys.platform != "linux":
            return errno.ENOSYS
        done = libc.syscall(ctypes.c_long(number), _AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
    return 0 if done == 0 else ctypes.get_errno()


def _replace_and_keep(one: Path, other: Path) -> bool:
    """Windows: ``one`` takes the place of ``other``, whose former content ends under ``one``'s name."""
    kept = one.with_suffix(".out")
    for tries_left in reversed(range(_WINDOWS_TRIES)):
        code = _replace_file_w(other, one, kept)
        if code == 0:
            kept.replace(one)
            return True
        if code == _ERROR_UNABLE_TO_MOVE_REPLACEMENT_2 and not other.exists():
            kept.rename(other)  # documented: the former file then stands under the name given for it
        if code != _ERROR_SHARING_VIOLATION or not tries_left:
            break
        time.sleep(0.2)  # virus scanners and indexers hold a file for an instant
    raise PermissionError(errno.EACCES, "open in another program", str(other))


def _replace_file_w(replaced: Path, replacement: Path, kept: Path) -> int:
    """0 when replaced, else the Windows error code."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]  # Windows only
    if kernel.ReplaceFileW(str(replaced), str(replacement), str(kept), 0, None, None):
        return 0
    return int(ctypes.get_last_error())  # type: ignore[attr-defined]  # Windows only


def being_written(path: Path) -> bool:
    """True when another process has the file open for writing at this instant.

    Linux answers by granting or refusing a read lease, to the file's owner, on local disks. Everywhere else the
    answer is False, for "not known".
    """
    if sys.platform != "linux":
        return False
    import fcntl

    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        # Whoever opens the file in this instant wakes us by a signal; the usual one would end the process.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False


def write_new(path: Path, data: bytes) -> None:
    """A file that did not exist holds ``data``, safe on the disk; half of it never stays behind.

    Raises:
        OSError: the folder can't be written, the disk is full, the name exists.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _to_disk(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _to_disk(handle: int) -> None:
    if sys.platform == "darwin":  # there fsync stops at the drive's own cache
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def copy_attributes(source: Path, target: Path) -> None:
    """``target`` has the mode, owner and extended attributes of ``source``, as far as this account may set them."""
    if sys.platform == "win32":  # ReplaceFileW carries them over
        return
    was, new = source.stat(), target.stat()
    if (was.st_uid, was.st_gid) != (new.st_uid, new.st_gid):
        with suppress(OSError):
            os.chown(target, was.st_uid, was.st_gid)
    target.chmod(was.st_mode & 0o7777)
    if sys.platform == "darwin":
        libc = ctypes.CDLL(None)
        libc.copyfile(os.fsencode(source), os.fsencode(target), None, ctypes.c_uint(_COPYFILE_ACL_AND_XATTR))
    elif sys.platform == "linux":
        _copy_xattrs(source, target)


def _copy_xattrs(source: Path, target: Path) -> None:
    """Tags, access lists and labels; those only the system may set stay behind."""
    if sys.platform != "linux":
        return
    names: list[str] = []
    with suppress(OSError):
        names = os.listxattr(source)
    for name in names:
        with suppress(OSError):
            os.setxattr(target, name, os.getxattr(source, name))


def sync_folder(folder: Path) -> None:
    """The folder's names are safe on the disk, where the system offers that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(handle)
