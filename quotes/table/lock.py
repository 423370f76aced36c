"""One run at a time in a folder, or one for each shard; a lock whose run is gone is told from a live one."""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from quotes.errors import OutputError
from quotes.table.storage import Storage

_PREFIX = ".lock"
#: The holder of a lock renews it this often [seconds].
BEAT = 30.0
#: A lock of another machine that was not renewed for so long is stale [seconds].
STALE = 600.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. `started`: when the process began, in the kernel's count; None: not known."""

    host: str
    pid: int
    started: str | None
    since: str
    token: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"


class Lock:
    """The right to write into a folder. Released by `release`, or by the death of the process.

    Args:
        storage: the folder.
        tag: the shard; "": the whole folder, which excludes all shards.

    Raises:
        OutputError: another run has it; the message names that run.
    """

    def __init__(self, storage: Storage, tag: str = "") -> None:
        self._storage = storage
        self._name = _name(tag)
        self._me = Holder(
            host=socket.gethostname(),
            pid=os.getpid(),
            started=_started(os.getpid()),
            since=datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
            token=secrets.token_hex(8),
        )
        self._take(tag)
        try:
            for other in live(storage):
                if other != tag and "" in (other, tag):
                    self._refuse(_name(other))
        except OutputError:
            self.release()
            raise
        self._renewed = time.monotonic()

    def renew(self) -> None:
        """Say from time to time that the run is alive."""
        if time.monotonic() - self._renewed >= BEAT:
            self._renewed = time.monotonic()
            with suppress(OSError):  # the disk may be full for a while; nothing is lost by it
                self._storage.write(self._name, self._content())

    def release(self) -> None:
        """Give the folder free."""
        if _holder(self._storage, self._name) == self._me:
            self._storage.delete(self._name)

    def _take(self, tag: str) -> None:
        for _ in range(3):
            if self._create():
                return
            if tag in live(self._storage):
                break
            self._remove_stale()
        self._refuse(self._name)

    def _create(self) -> bool:
        root = self._storage.root
        if root is None:  # object stores know no exclusive creation: the last of two at the same moment wins
            if self._storage.read(self._name) is None:
                self._storage.write(self._name, self._content())
            return _holder(self._storage, self._name) == self._me
        try:
            with (root / self._name).open("xb") as file:
                file.write(self._content())
        except FileExistsError:
            return False
        except OSError:
            (root / self._name).unlink(missing_ok=True)
            raise
        return True

    def _remove_stale(self) -> None:
        """Take a stale lock away, unless another run does the same at this moment."""
        root, before = self._storage.root, self._storage.read(self._name)
        if root is None:
            self._storage.delete(self._name)
            return
        aside = f"{self._name}.{self._me.token}.tmp"
        with suppress(FileNotFoundError):
            (root / self._name).rename(root / aside)
            if self._storage.read(aside) != before:
                with suppress(FileExistsError):
                    os.link(root / aside, root / self._name)
            self._storage.delete(aside)

    def _refuse(self, name: str) -> None:
        holder = _holder(self._storage, name)
        msg = (
            f"Another run writes into this folder: {holder or 'it has just begun'}. Wait for it, or stop it; if it runs "
            f"no more, delete {name} in the folder."
        )
        raise OutputError(msg)

    def _content(self) -> bytes:
        return json.dumps(asdict(self._me)).encode()


def live(storage: Storage) -> set[str]:
    """Return the shards whose runs are alive; "" stands for a run over the whole folder."""
    names = [name for name in _top(storage) if name.startswith(_PREFIX) and not name.endswith(".tmp")]
    return {name.removeprefix(_PREFIX).removeprefix("-") for name in names if _alive(storage, name)}


def _top(storage: Storage) -> list[str]:
    if storage.root is None:
        return [name for name in storage.names() if "/" not in name]
    return sorted(path.name for path in storage.root.iterdir() if path.is_file())


def _name(tag: str) -> str:
    return f"{_PREFIX}-{tag}" if tag else _PREFIX


def _holder(storage: Storage, name: str) -> Holder | None:
    try:
        return Holder(**json.loads(storage.read(name) or b""))
    except (ValueError, TypeError):
        return None


def _alive(storage: Storage, name: str) -> bool:
    holder = _holder(storage, name)
    if holder is not None and holder.host == socket.gethostname():
        return _runs(holder.pid) and holder.started in (None, _started(holder.pid))
    modified = storage.modified(name)
    return modified is not None and time.time() - modified < STALE


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str | None:
    """Return when a process began, since the machine did [clock ticks]; None: this system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf8")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]  # field 22 of proc(5); a zombie is dead
