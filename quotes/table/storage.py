"""Where tables lie: a folder on a disk or in an object store, through pyarrow's filesystems.

Files appear only whole. On a disk a file is written under a hidden name beside its place, and renamed; for an object
store it is written to the local temporary folder, and uploaded.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
from pyarrow import fs

from quotes.errors import OutputError

_ADDRESS = re.compile(r"[a-z][a-z0-9+]*://")
_HIDDEN = (".", "_")
_STAGED = ".staging"
_TEMPORARY = ".tmp"


def is_address(path: str | Path) -> bool:
    """Tell an address, such as s3://bucket/news, from a path.

    >>> is_address("s3://bucket/news"), is_address("news/2024")
    (True, False)
    """
    return _ADDRESS.match(str(path)) is not None


def filesystem(path: str | Path) -> tuple[fs.FileSystem, str]:
    """Return the filesystem of a path or an address, and the path in it.

    Raises:
        OutputError: no filesystem of pyarrow knows such addresses.
    """
    if not is_address(path):
        return fs.LocalFileSystem(), os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    try:
        found, inside = fs.FileSystem.from_uri(str(path))
    except (OSError, ValueError, pa.ArrowException) as error:
        msg = f"{path}: this address cannot be used ({error}). Give a path, or one of s3://, gs://, abfs://, file://."
        raise OutputError(msg) from error
    return found, inside


class Storage:
    """One folder. Names are relative to it, with forward slashes.

    Args:
        root: a path, or an address such as s3://bucket/news.

    Raises:
        OutputError: no filesystem of pyarrow knows such addresses.
    """

    def __init__(self, root: str | Path) -> None:
        found, path = filesystem(root)
        self.root = Path(path) if isinstance(found, fs.LocalFileSystem) else None
        self._fs = fs.SubTreeFileSystem(path, found)

    def names(self, folder: str = "") -> list[str]:
        """List all files below a folder, hidden ones too, in order."""
        found = self._fs.get_file_info(fs.FileSelector(folder, allow_not_found=True, recursive=True))
        return sorted(info.path for info in found if info.type == fs.FileType.File)

    def size(self, name: str) -> int:
        """Return a file's size [bytes]."""
        return int(self._fs.get_file_info(name).size or 0)

    def modified(self, name: str) -> float | None:
        """Return when a file was last written, by the clock of the filesystem [seconds]; None: it is not there."""
        info = self._fs.get_file_info(name)
        return None if info.type == fs.FileType.NotFound else float(info.mtime_ns or 0) / 1e9

    def open(self, name: str) -> pa.NativeFile:
        """Open a file for reading at any place."""
        return self._fs.open_input_file(name)

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None: it is not there."""
        try:
            with self.open(name) as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def new(self, name: str) -> Path:
        """Return the local path under which the file `name` is to be written before it is published."""
        if self.root is None:
            handle, path = tempfile.mkstemp(suffix=_TEMPORARY)
            os.close(handle)
            return Path(path)
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.with_name(f".{target.name}.{secrets.token_hex(3)}{_TEMPORARY}")

    def publish(self, hidden: Path, name: str) -> None:
        """Give a file that is whole its name, in the place of one that has it."""
        if self.root is not None:
            hidden.replace(self.root / name)
        else:
            self._upload(hidden, name)

    def stage(self, hidden: Path) -> str:
        """Store a file that is whole without showing it; return the name to `move` it from."""
        if self.root is not None:
            return hidden.relative_to(self.root).as_posix()
        name = f"{_STAGED}/{secrets.token_hex(8)}{_TEMPORARY}"
        self._upload(hidden, name)
        return name

    def write(self, name: str, content: bytes) -> None:
        """Write a small file, whole or not at all."""
        hidden = self.new(name)
        try:
            with hidden.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self.publish(hidden, name)
        except OSError:
            hidden.unlink(missing_ok=True)
            raise

    def move(self, old: str, new: str) -> None:
        """Rename a file; one that is not there has been renamed already."""
        folder = new.rpartition("/")[0]
        if folder:
            self._fs.create_dir(folder, recursive=True)
        with suppress(FileNotFoundError):
            self._fs.move(old, new)

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        with suppress(FileNotFoundError):
            self._fs.delete_file(name)

    def _upload(self, path: Path, name: str) -> None:
        with path.open("rb") as source, self._fs.open_output_stream(name) as target:
            shutil.copyfileobj(source, target, 8 * 1024**2)
        path.unlink()


def is_hidden(name: str) -> bool:
    """Tell a file that is being written, or that is for this program alone.

    >>> is_hidden("quotes/.part.parquet.1f.tmp"), is_hidden("quotes/year=2024/part.parquet")
    (True, False)
    """
    return any(part.startswith(_HIDDEN) for part in name.split("/"))


def is_temporary(name: str) -> bool:
    """Tell a file that was written and not published."""
    return is_hidden(name) and name.endswith(_TEMPORARY)
