"""Saved web pages: the main text by trafilatura, the title kept as first line. Nothing in the page is run or fetched."""

from __future__ import annotations

import re
from typing import Any

from duban.reading.intake import Extract
from duban.reading.intake.encoding import decode
from duban.reading.intake.refusals import refusal
from duban.reading.model import Notice
from duban.reading.warning_codes import notice

MEDIA_TYPE = "text/html"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
_TITLE_METAS = ("articletitle", "og:title")
_PUBLISHED = re.compile(
    r"(?:发布|发文|成文|公开|信息)?(?:时间|日期)[:：]\s*(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}日?"
)
_SITE_SUFFIX = re.compile(r"\s*[_|\uff5c]\s*[^_|\uff5c]*$|\s+[-–—]+\s+\S+$")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#x?0*(?:[0-8bce]|1[0-9a-f]);", re.IGNORECASE)
_NOT_SHOWN = ("script", "style", "noscript", "template", "head", "iframe", "object")


def extract_page(content: bytes, *, name: str) -> Extract:
    """Return the main text of a saved page with its title and its date of publication before it."""
    from lxml import etree
    from lxml import html as lxml_html

    declared = _CHARSET.search(content[:4096])
    charset = declared[1].decode("ascii").lower() if declared else None
    page, encoding, notices = decode(content, name=name, declared=_CODECS.get(charset, charset) if charset else None)
    try:
        tree = lxml_html.document_fromstring(
            _NO_XML.sub("", page).encode("utf-8", "replace"),
            parser=lxml_html.HTMLParser(encoding="utf-8", remove_comments=True),
        )
    except (etree.ParserError, ValueError):
        raise refusal("blank_text", name) from None
    title, shown = _title(tree), _shown_text(tree)
    body, body_notices = _body(tree, shown)
    published = _PUBLISHED.search(shown)
    head = [title] if title and not _opens_with(body, title) else []
    if published and published[0] not in body:
        head.append(" ".join(published[0].split()))
    return Extract("".join(f"{line}\n" for line in (*head, body)), MEDIA_TYPE, encoding, (*notices, *body_notices))


def _body(tree: Any, shown: str) -> tuple[str, tuple[Notice, ...]]:
    """Return the main text, or all that the page shows where none was recognised."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its complaints are not for the clerk
    try:
        body = trafilatura.extract(tree, include_comments=False)
    except ValueError:  # a control character written as an entity
        body = None
    if body and body.strip():
        return body.strip("\n"), ()
    return shown, (notice("whole_page_read"),) if shown else ()


def _title(tree: Any) -> str:
    """Return the page's title: as the site's own mark gives it, else the one heading, else without the site's name."""
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        if key in _TITLE_METAS and (meta.get("content") or "").strip():
            return _squeezed(meta.get("content"))
    headings = [text for node in tree.iter("h1") if (text := _squeezed(node.text_content()))]
    if len(headings) == 1:
        return headings[0]
    title = _squeezed(next((node.text_content() for node in tree.iter("title")), ""))
    return _SITE_SUFFIX.sub("", title)


def _shown_text(tree: Any) -> str:
    """Return all text the page shows, a block a line."""
    from copy import deepcopy

    from lxml import etree

    tree = deepcopy(tree)
    etree.strip_elements(tree, *_NOT_SHOWN, with_tail=False)
    for node in tree.iter("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "td"):
        node.tail = "\n" + (node.tail or "")
        if node.tag != "br":
            node.text = "\n" + (node.text or "")
    lines = (_squeezed(line) for line in tree.text_content().split("\n"))
    return "\n".join(filter(None, lines))


def _opens_with(body: str, title: str) -> bool:
    """Tell whether the body begins with the title already, whatever spaces part it."""
    return "".join(body[: 2 * len(title) + 20].split()).startswith("".join(title.split()))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
