"""Decode HTML entities that were left in plain text."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(
    r"&(?:quot|apos|amp|nbsp|hellip|[lr][sd]quo|[bs]dquo|sbquo|[lr]aquo|[nm]dash|#\d{2,6}|#x[0-9a-f]{2,5});", re.I
)


def decode_entities(text: str) -> tuple[str, int]:
    """Decode the entities of marks, dashes and spaces, as pages leave them in plain text.

    Args:
        text: an article's text as read.

    Returns:
        The text, and how many entities were decoded in it.

    >>> decode_entities("&ldquo;That&rsquo;s it,&rdquo; she said. AT&T")
    ('“That’s it,” she said. AT&T', 3)
    """
    return _ENTITY.subn(lambda match: html.unescape(match[0]), text) if "&" in text else (text, 0)
