"""The bytes of an answer, as they come."""

from __future__ import annotations

import requests
from requests import exceptions as rx
from urllib3.exceptions import DecodeError, ProtocolError, ReadTimeoutError, SSLError

from harvester import errors
from harvester.client.limits import Limits

CHUNK = 64 * 1024


def read(response: requests.Response, limits: Limits, url: str) -> bytes:
    """The body, as much of it at a time as has come."""
    body = bytearray()
    while chunk := _some(response):
        body += chunk
        if len(body) > limits.max_bytes:
            most = f"{limits.max_bytes:,} bytes"
            raise errors.BodyTooLarge(
                f"{url}: the answer is larger than {most} and was not read further",
                "raise [harvest] max_bytes if such pages are right for this server",
            )
    return bytes(body)


def _some(response: requests.Response) -> bytes:
    """The next bytes, decoded from gzip or deflate; none at the end.

    What urllib3 raises becomes what requests would make of it in `iter_content`, which waits until
    a whole chunk is there.
    """
    try:
        some: bytes = response.raw.read1(CHUNK, decode_content=True)
    except ProtocolError as error:
        raise rx.ChunkedEncodingError(error) from error
    except DecodeError as error:
        raise rx.ContentDecodingError(error) from error
    except ReadTimeoutError as error:
        raise rx.ReadTimeout(error) from error
    except SSLError as error:
        raise rx.SSLError(error) from error
    return some
