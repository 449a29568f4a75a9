"""What a reader sees of an answer."""

import html
import re
from typing import Any

from django.test import Client

UNREAD = re.compile(r'(?s)<(script|style)\b.*?</\1>|<nav class="(?:menu|site-index)".*?</nav>')
"""What nobody reads, and the menus, which name every page on each."""


def visible(body: str) -> str:
    """The visible text of a page but its menus, spaces of all widths made plain."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", UNREAD.sub(" ", body)))
    return re.sub(r"\s+", " ", text)


def words(answer: Any) -> str:
    """The visible text of an answer."""
    return visible(answer.content.decode())


def markup(answer: Any) -> str:
    """The tags and the text of an answer, spaces of all widths made plain, and none between two tags."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(r"(?<=>) (?=<)", "", re.sub(r"(?:\s|&#8239;|&nbsp;)+", " ", body.decode()))


def entry(site: Client, address: str, indicator: str) -> str:
    """The words of one figure of a page; of a portrait, on the page of its theme, where its tile leads."""
    body = site.get(address).content.decode()
    if led := re.search(rf'<span id="{indicator}"></span>.*?href="([^"]+)"', body, re.DOTALL):
        query = address.partition("?")[2]
        body = site.get(f"{led[1]}?{query}").content.decode()
    start = body.index(f'id="{indicator}"')
    return visible("<" + body[start : body.index("</article>", start)])
