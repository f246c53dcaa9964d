"""Text PDF: the characters PDFium finds, put together into paragraphs by where they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from duban.reading.intake import Extract
from duban.reading.intake.layout import Line, paragraphs
from duban.reading.intake.refusals import refusal
from duban.reading.warning_codes import notice

MEDIA_TYPE = "application/pdf"
# Fonts without a proper table give 一 as the radical ⼀; the two look the same and only one can be searched.
_RADICALS = re.compile("[\u2e80-\u2fd5]")
_SET_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[\u4e00-\u9fff])")
_NO_TEXT = 8  # characters on a page; a scanner's stamp or page number is no text


def extract_pdf(content: bytes, *, name: str) -> Extract:
    """Return the text of a PDF; raise CannotRead where it is encrypted, damaged or a scan."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise refusal("encrypted", name) from None
        raise refusal("damaged_file", name, format="PDF") from None
    try:
        pages = [_page_lines(document[index]) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise refusal("damaged_file", name, format="PDF") from None
    finally:
        document.close()
    empty = [number for number, page in enumerate(pages, 1) if sum(len(line.text) for line in page) < _NO_TEXT]
    if len(empty) == len(pages):
        raise refusal("scanned_pdf", name)
    text, headers = paragraphs(pages)
    notices = (notice("pages_without_text", pages="、".join(map(str, empty))),) if empty else ()
    heads = ("\n".join(line.text for line in page[:2]) for page in pages)
    return Extract(text, MEDIA_TYPE, None, notices, (*headers, *heads))


def _page_lines(page: Any) -> list[Line]:
    """Return the printed lines of a page with their places."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range() if textpage.count_chars() else ""
        lines = []
        for match in re.finditer(r"[^\r\n]+", text):
            if not (visible := match[0].strip()):
                continue
            start = match.start() + match[0].index(visible)
            first, last = (
                textpage.get_charbox(raw.FPDFText_GetCharIndexFromTextIndex(textpage.raw, index), loose=True)
                for index in (start, start + len(visible) - 1)
            )
            visible = _without_set_gaps(textpage, visible, start)
            lines.append(
                Line(plain_characters(visible), first[0], last[2], max(first[3] - first[1], last[3] - last[1]))
            )
        return lines
    finally:
        textpage.close()
        page.close()


def _without_set_gaps(textpage: Any, line: str, start: int) -> str:
    """Drop the spaces PDFium makes of the gap that typesetting leaves between Han and figures."""
    from pypdfium2 import raw

    def gap(match: re.Match[str]) -> str:
        index = raw.FPDFText_GetCharIndexFromTextIndex(textpage.raw, start + match.start())
        return "" if raw.FPDFText_IsGenerated(textpage.raw, index) == 1 else " "

    return _SET_GAP.sub(gap, line)


def plain_characters(text: str) -> str:
    """Return text without marks of lost characters, radicals as the characters they look like."""
    text = text.replace("\ufffe", "").replace("\0", "")
    return _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
