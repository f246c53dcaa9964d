"""DOCX: our own walk over the body, for what a reader sees and python-docx's `.text` loses.

Kept: insertions, content controls, text boxes, tables, automatic numbers. Left out: deletions, hidden text, pinyin
guides (ruby), comments, footnotes. Headers and footers are read for secrecy marks alone; macros are never touched.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from duban.reading.intake import Extract
from duban.reading.intake.archive import Package
from duban.reading.intake.numbering import Numbering
from duban.reading.intake.refusals import refusal
from duban.reading.warning_codes import notice

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_OFFICE_DOCUMENT = "/officeDocument"
_SKIPPED = frozenset(
    {W + tag for tag in ("del", "moveFrom", "rt", "instrText", "delText", "pPr", "rPr", "sdtPr", "sectPr", "tblPr")}
    | {_MC + "Fallback"}
)
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_BLOCKS = frozenset({W + "p", W + "tbl"})


def extract_docx(package: Package) -> Extract:
    """Return the text of a DOCX package, a paragraph or a table row a line."""
    main = _main_part(package)
    root = package.xml(main)
    if root.tag.startswith(_W_STRICT):
        _transitional(root)
    if (body := root.find(W + "body")) is None:
        raise refusal("damaged_file", package.name, format="DOCX")
    folder = posixpath.dirname(main)
    numbering = Numbering(_optional(package, f"{folder}/numbering.xml"), _optional(package, f"{folder}/styles.xml"))
    text = "\n".join(_lines(body, numbering)).rstrip("\n") + "\n"
    headers = tuple(_headers(package, folder))
    return Extract(text, MEDIA_TYPE, None, tuple(_notices(package, root)), headers)


def _main_part(package: Package) -> str:
    """Return the name of the document part, by the package's relations or by custom."""
    if "word/document.xml" in package.names:
        return "word/document.xml"
    if "_rels/.rels" in package.names:
        for relation in package.xml("_rels/.rels"):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT) and target in package.names:
                return target
    raise refusal("damaged_file", package.name, format="DOCX")


def _optional(package: Package, part: str) -> Any:
    if part not in package.names:
        return None
    root = package.xml(part)
    if root.tag.startswith(_W_STRICT):
        _transitional(root)
    return root


def _transitional(root: Any) -> None:
    """Rename the elements of a strict document to the common namespace, so that one walk reads both."""
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag.startswith(_W_STRICT):
            node.tag = W + node.tag[len(_W_STRICT) :]
            for key, value in list(node.attrib.items()):
                if key.startswith(_W_STRICT):
                    node.attrib[W + key[len(_W_STRICT) :]] = value


def _lines(container: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of a container's paragraphs and tables, in order, at any depth of wrappers."""
    for node in container:
        if node.tag == W + "p":
            yield from _paragraph(node, numbering)
        elif node.tag == W + "tbl":
            for row in _children(node, W + "tr"):
                yield from _row(row, numbering)
        elif isinstance(node.tag, str) and node.tag not in _SKIPPED:
            yield from _lines(node, numbering)


def _children(node: Any, tag: str) -> Iterator[Any]:
    """Yield the nearest descendants of this tag, through insertions and content controls."""
    for child in node:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in _BLOCKS:
            yield from _children(child, tag)


def _row(row: Any, numbering: Numbering) -> Iterator[str]:
    """Yield a row as one line, cells apart by tabs; a row of one cell is layout and keeps its paragraphs."""
    if row.find(f"{W}trPr/{W}del") is not None:
        return
    cells = [[line for line in _lines(cell, numbering) if line.strip()] for cell in _children(row, W + "tc")]
    if sum(map(bool, cells)) == 1:
        yield from next(filter(None, cells))
    elif any(cells):
        yield "\t".join("".join(map(_closed, cell[:-1])) + "".join(cell[-1:]) for cell in cells)


def _closed(line: str) -> str:
    """Return a cell's line so that the next one can follow it."""
    return line if line.endswith(("。", "；", "，", "、", "：", "！", "？")) else line + " "


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the paragraph with its automatic number, then the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: list[Any] = []
    _gather(paragraph, pieces, boxes)
    text = "".join(pieces)
    label = numbering.label(paragraph) if text.strip() else ""
    if text or not boxes:
        yield from (label + text).split("\n")
    for box in boxes:
        yield from _lines(box, numbering)


def _gather(node: Any, pieces: list[str], boxes: list[Any]) -> None:
    """Collect the visible text below a node; text boxes are put aside."""
    for child in node:
        tag = child.tag
        if tag == W + "t" or tag == _MATH_TEXT:
            pieces.append(child.text or "")
        elif tag in _BREAKS:
            pieces.append(_break(child))
        elif tag == W + "txbxContent":
            boxes.append(child)
        elif tag == W + "r" and _hidden(child):
            continue
        elif isinstance(tag, str) and tag not in _SKIPPED:
            _gather(child, pieces, boxes)


def _break(node: Any) -> str:
    """A page or column break inside a paragraph is no end of a line."""
    return "" if node.get(W + "type") in ("page", "column") else _BREAKS[node.tag]


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val", "1") not in ("0", "false", "off")


def _headers(package: Package, folder: str) -> Iterator[str]:
    for part in sorted(package.names):
        stem = part.removeprefix(f"{folder}/")
        if stem.startswith(("header", "footer")) and stem.endswith(".xml"):
            root = _optional(package, part)
            yield "\n".join("".join(_all_text(paragraph)) for paragraph in root.iter(W + "p"))


def _all_text(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(W + "t", W + "tab"):
        yield "\t" if node.tag == W + "tab" else node.text or ""


def _notices(package: Package, root: Any) -> Iterator[Any]:
    if any(part.lower().endswith("vbaproject.bin") for part in package.names):
        yield notice("macros_ignored")
    if next(root.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo"), None) is not None:
        yield notice("tracked_changes")
    if next(root.iter(W + "footnoteReference", W + "endnoteReference"), None) is not None:
        yield notice("notes_left_out")
