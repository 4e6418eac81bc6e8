"""Style sheet, scripts and icon: served with a fingerprint in their address, so kept for ever."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """The files of static/, read once."""

    @cached_property
    def _files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in _TYPES}

    @cached_property
    def fingerprint(self) -> str:
        """Of all of them together."""
        parts = (body for _, body in sorted(self._files.items()))
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"/static/{self.fingerprint}/{name}"

    def response(self, name: str, fingerprint: str) -> Response | None:
        """The file; None where there is none of that name."""
        body = self._files.get(name)
        if body is None:
            return None
        kept = _FOR_EVER if fingerprint == self.fingerprint else "no-cache"
        kind = _TYPES[Path(name).suffix]
        return Response(body, media_type=kind, headers={"Cache-Control": kept})
