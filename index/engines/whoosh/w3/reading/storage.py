"""Files that are held, as stock Whoosh wants to see them."""

from __future__ import annotations

from collections.abc import Mapping

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class HeldStorage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A storage of these files and no others."""

    def __init__(self, files: Mapping[str, memoryview]) -> None:
        super().__init__("", readonly=True)
        self._files = files

    def list(self) -> list[str]:
        return list(self._files)

    def file_exists(self, name: str) -> bool:
        return name in self._files

    def file_length(self, name: str) -> int:
        return len(self._files[name])

    def open_file(self, name: str, **_: object) -> StructFile:
        return HeldFile(self._files[name], name)


class View:
    """A file to read, over bytes that others read too: it has a place of its own."""

    def __init__(self, held: memoryview) -> None:
        self._held = held
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        start = self._at
        self._at = len(self._held) if size < 0 else min(start + size, len(self._held))
        return bytes(self._held[start : self._at])

    def readline(self) -> bytes:
        start = self._at
        while self._at < len(self._held):
            self._at += 1
            if self._held[self._at - 1] == ord("\n"):
                break
        return bytes(self._held[start : self._at])

    def seek(self, place: int, whence: int = 0) -> int:
        self._at = place + (0, self._at, len(self._held))[whence]
        return self._at

    def tell(self) -> int:
        return self._at


class HeldFile(StructFile):  # type: ignore[misc]
    """Whoosh's file of numbers and strings, without a seek and a read for each of them."""

    def __init__(self, held: memoryview, name: str) -> None:
        super().__init__(View(held), name=name)
        self._held = held

    def get(self, position: int, length: int) -> bytes:
        return bytes(self._held[position : position + length])

    def subset(self, offset: int, length: int, name: str | None = None) -> StructFile:
        return HeldFile(self._held[offset : offset + length], name or self._name)

    def get_byte(self, position: int) -> int:
        return self._held[position]
