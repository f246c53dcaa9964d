"""Chinese and Arabic numerals → decimals: 十二, 两, 1.5万, 三成, 百分之五, 二〇二五, １２."""

from __future__ import annotations

from decimal import Decimal

WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


def parse_number(text: str) -> Decimal | None:
    """Return the value of one numeral, or None if `text` is not one (两三, 若干, 十几)."""
    text = text.strip().translate(WIDE)
    if text.startswith("百分之"):
        part = parse_number(text[3:])
        return None if part is None else part / 100
    scale = 1
    while (
        len(text) > 1 and text[-1] in _LARGE and text[:-1].replace(",", "").replace(".", "").rstrip("万亿").isdecimal()
    ):
        scale *= _LARGE[text[-1]]
        text = text[:-1]
    bare = text.replace(",", "")
    if bare.replace(".", "", 1).isdecimal() and bare[0] != "." and bare[-1] != "." and bare.isascii():
        return Decimal(bare) * scale
    if text and all(sign in DIGITS for sign in text) and (len(text) == 1 or len(text) == 4):
        return Decimal("".join(str(DIGITS[sign]) for sign in text))
    value = _chinese(text)
    return None if value is None else Decimal(value)


def parse_count(text: str) -> int | None:
    """Return the numeral as a whole number, or None where it is none or has a fraction."""
    value = parse_number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _chinese(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    last = 10**12
    for sign in text:
        if sign in DIGITS:
            if digit:
                return None  # 两三: about two or three
            digit = DIGITS[sign]
        elif sign in _SMALL:
            unit = _SMALL[sign]
            if unit >= last:
                return None
            section += (1 if digit is None else digit) * unit
            digit, last = None, unit
        elif sign in _LARGE:
            total = (total + section + (digit or 0)) * _LARGE[sign]
            if total == 0:
                return None
            section, digit, last = 0, None, 10**12
        else:
            return None
    return total + section + (digit or 0) if text else None


def plain(value: Decimal) -> str:
    """Return a decimal without exponent or trailing zeros: `38.6`, `100`."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
