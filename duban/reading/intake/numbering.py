"""Automatic numbers of DOCX paragraphs (一、 （一） 1. 第一条 ①), which stand in no text of the file."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


class Numbering:
    """The numbering of one document; `label` is asked paragraph by paragraph, in order, and counts."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        self._style_parents: dict[str, str] = {}
        self._default_style: str | None = None
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read(numbering)

    def label(self, paragraph: Any) -> str:
        """Return the paragraph's number as printed, with what parts it from the text; "" where it has none."""
        number, level = self._number_of(paragraph)
        if number is None or number not in self._levels:
            return ""
        return self._print(number, min(max(level or 0, 0), _LEVELS - 1))

    def _read(self, root: Any) -> None:
        abstract = {node.get(W + "abstractNumId"): node for node in root.findall(W + "abstractNum")}
        for number in root.findall(W + "num"):
            identifier = number.get(W + "numId")
            target = _value(number.find(W + "abstractNumId"))
            levels = self._abstract_levels(abstract, target)
            for override in number.findall(W + "lvlOverride"):
                level = _integer(override.get(W + "ilvl"))
                if (own := override.find(W + "lvl")) is not None:
                    levels[level] = own
                if (start := _value(override.find(W + "startOverride"))) is not None:
                    self._starts[identifier, level] = _integer(start)
            self._levels[identifier] = levels
            # Lists over one abstract definition share a count, unless a start of their own parts them.
            apart = any(key == identifier for key, _ in self._starts)
            self._abstract[identifier] = f"own {identifier}" if apart else str(target)

    def _abstract_levels(self, abstract: dict[Any, Any], target: str | None) -> dict[int, Any]:
        node = abstract.get(target)
        if node is None:
            return {}
        levels = {_integer(level.get(W + "ilvl")): level for level in node.findall(W + "lvl")}
        link = _value(node.find(W + "numStyleLink"))
        if not levels and link:
            for other in abstract.values():
                if _value(other.find(W + "styleLink")) == link:
                    return {_integer(level.get(W + "ilvl")): level for level in other.findall(W + "lvl")}
        return levels

    def _read_styles(self, root: Any) -> None:
        for style in root.findall(W + "style"):
            identifier = style.get(W + "styleId")
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default_style = identifier
            if (parent := _value(style.find(W + "basedOn"))) is not None:
                self._style_parents[identifier] = parent
            if (properties := style.find(f"{W}pPr/{W}numPr")) is not None:
                self._style_numbers[identifier] = _number_and_level(properties)

    def _number_of(self, paragraph: Any) -> tuple[str | None, int | None]:
        """Return the list and level of a paragraph: its own, else its style's, else the style's parents'."""
        properties = paragraph.find(W + "pPr")
        own = properties.find(W + "numPr") if properties is not None else None
        number, level = _number_and_level(own) if own is not None else (None, None)
        style = _value(properties.find(W + "pStyle")) if properties is not None else None
        style = style or self._default_style
        seen: set[str] = set()
        while style and style not in seen and number is None:
            seen.add(style)
            styled, styled_level = self._style_numbers.get(style, (None, None))
            if styled is not None:
                number = styled
                level = level if level is not None else self._linked_level(styled, seen, styled_level)
            style = self._style_parents.get(style)
        return number, level

    def _linked_level(self, number: str, styles: set[str], level: int | None) -> int | None:
        """A level may name the style it belongs to; then it wins over the style's own word."""
        for index, node in self._levels.get(number, {}).items():
            if _value(node.find(W + "pStyle")) in styles:
                return index
        return level

    def _print(self, number: str, level: int) -> str:
        levels = self._levels[number]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[number], [None] * _LEVELS)
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = self._start(number, upper)
        current = counts[level]
        counts[level] = self._start(number, level) if current is None else current + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return self._format(levels, level, counts)

    def _start(self, number: str, level: int) -> int:
        node = self._levels[number].get(level)
        own = self._starts.get((number, level))
        return own if own is not None else _integer(_value(node.find(W + "start")) if node is not None else None, 1)

    def _format(self, levels: dict[int, Any], level: int, counts: list[int | None]) -> str:
        node = levels[level]
        if _format_of(node) in ("bullet", "none"):
            return ""
        legal = node.find(W + "isLgl") is not None

        def fill(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            kind = _format_of(levels[index]) if index in levels else "decimal"
            return render(counts[index] or 0, "decimal" if legal else kind)

        label = re.sub(r"%([1-9])", fill, _value(node.find(W + "lvlText")) or "")
        return label + _suffix(label) if label else ""


def render(number: int, kind: str) -> str:
    """Return a number in one of Word's formats; decimal where the format is unknown."""
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                "taiwaneseCountingThousand"):  # fmt: skip
        return chinese(number)
    if kind in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese(number, _FINANCIAL, "拾佰仟")
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if kind == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2488 + number - 1)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("ideographTraditional", "ideographZodiac"):
        row = _STEMS if kind == "ideographTraditional" else _BRANCHES
        return row[(number - 1) % len(row)]
    return str(number)


def chinese(number: int, digits: str = "零一二三四五六七八九", places: str = "十百千") -> str:
    """Return a number below 10,000 in Chinese counting: 12 → 十二, 105 → 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit != "0":
            text += digits[int(digit)] + (places[place - 1] if place else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text[1:] if 10 <= number < 20 and text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        text += letters * (number // value)
        number %= value
    return text


def _suffix(label: str) -> str:
    """After 、 and ） the text follows at once; after anything else a space keeps 1. and 5% apart."""
    return "" if label.endswith(("、", "）", "．", "。", "：", "】", " ", "　")) else " "


def _format_of(level: Any) -> str:
    return _value(level.find(W + "numFmt")) or "decimal"


def _number_and_level(properties: Any) -> tuple[str | None, int | None]:
    level = _value(properties.find(W + "ilvl"))
    return _value(properties.find(W + "numId")), None if level is None else _integer(level)


def _value(node: Any) -> str | None:
    return None if node is None else node.get(W + "val")


def _integer(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
