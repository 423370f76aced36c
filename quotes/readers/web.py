"""Fetch a page from an address that the user gives."""

from __future__ import annotations

from copy import deepcopy
from urllib.parse import urlsplit

from trafilatura.downloads import fetch_response
from trafilatura.settings import DEFAULT_CONFIG

from quotes.config import DEFAULT, Config
from quotes.errors import InputError

_HTTP_OK = 200


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a page.

    >>> is_address("https://post.example/dam"), is_address("news/dam.html"), is_address("file:///etc/passwd")
    (True, False, False)
    """
    try:
        return urlsplit(text).scheme in {"http", "https"}
    except ValueError:
        return False


def fetch(url: str, *, config: Config = DEFAULT, public_only: bool = True) -> bytes:
    """Fetch a page, as its server sends it.

    Args:
        url: its address.
        config: limits of size and time.
        public_only: refuse addresses within the own network.

    Raises:
        InputError: nothing came, or too much, or too slowly.
    """
    settings = deepcopy(DEFAULT_CONFIG)
    values = {"max_file_size": config.max_fetched_bytes, "download_timeout": config.fetch_seconds}
    flags = {"ssrf_protection": "on" if public_only else "off", "insecure_ssl_fallback": "off"}
    for name, value in {**values, **flags}.items():
        settings.set("DEFAULT", name, str(value))
    response = fetch_response(url, config=settings)
    if response is None or response.status != _HTTP_OK or not response.data:
        status = "no answer" if response is None else f"status {response.status}"
        msg = (
            f"{url}: cannot be fetched ({status}; at most {config.max_fetched_bytes:,} bytes in {config.fetch_seconds} s). "
            "Save the page, and give the file."
        )
        raise InputError(msg)
    return bytes(response.data)
