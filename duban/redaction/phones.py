"""Telephone numbers of every form, in folded text: mobiles, landlines, 400; public hotlines are too short to be one."""

from __future__ import annotations

import re

from duban.redaction.model import Redaction

_S = r"[ \-.·]{0,2}"
_COUNTRY = rf"(?:\(?(?:\+|00) ?86\)?{_S}|86[ \-])"
_EXTENSION = r"(?: ?(?:转|分机号?:?|ext\.?) ?\d{1,6}|-\d{1,5}(?![\d-]))?"
_FREE = r"(?<![0-9A-Za-z.+*])"
_END = r"(?![0-9A-Za-z*]|\.\d)"
_D = r"[0-9*]"  # the four in the middle may be starred
_MOBILE = re.compile(
    rf"{_FREE}{_COUNTRY}?0?1{_S}[3-9]{_S}\d{_S}{_D}{_S}{_D}{_S}{_D}{_S}{_D}{_S}\d{_S}\d{_S}\d{_S}\d(?: ?转 ?\d{{1,6}})?(?![0-9*]|\.\d|[元吨]|万[元吨])"
)
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.*])(?:{_COUNTRY}\(?0?[1-9]\d{{1,2}}\)?|\(0[1-9]\d{{1,2}}\)|0[1-9]\d{{1,2}})[ \-.·]{{0,3}}[2-8]\d{{2,3}}(?:[ \-]?\d{{4}}|[ \-]\d{{3}}){_EXTENSION}{_END}"
)
_SLASHED = re.compile(rf"{_FREE}1[3-9]\d/\d{{4}}/\d{{4}}{_END}")
_SERVICE = re.compile(rf"{_FREE}[48]00(?:[ \-]?\d){{7}}{_EXTENSION}{_END}")
_CUE = r"(?:电话|座机|手机|手机号|热线|固话|传真|联系方式|联系号码|号码|致电|来电|拨打|去电|回电|小灵通|[Tt][Ee][Ll]|分机|打给)"
_SHORT = re.compile(rf"{_CUE}[^\ue0000-9A-Za-z\n。;,，、]{{0,8}}?([2-9]\d{{2,3}}[ \-]?\d{{4}}{_EXTENSION}){_END}")
_NEXT = re.compile(rf"[ /、,，或和及]{{1,2}}([2-9]\d{{2,3}}[ \-]?\d{{4}}{_EXTENSION}){_END}")
_CALL = re.compile(r"(?i)(?:tel|phone|mobile|fax|mob)[^0-9]{0,3}$")
_CALLED = re.compile(
    r"(?<![0-9A-Za-z.*-])([2-9]\d{2,3}[ \-]?\d{4})(?=(?:这个|那个|的)?(?:电话|号码|座机|固话)|[是为]\D{0,3}(?:座机|固话))"
)
_INNER = re.compile(r"(?:短号|小号|内线|分机)[为是:( 号码]{0,4}(\d{3,6})(?!\d)")
_HOTLINE_CHOICE = re.compile(rf"{_FREE}9[56]\d{{3,4}}(?:-\d{{1,5}}){{1,3}}{_END}")
_CUED_ODD = re.compile(rf"(?:电话|手机|手机号码?|联系方式)[为是:( 号码]{{0,5}}(1\d{{9,11}}){_END}")
_NUMERAL = "零〇○Oo一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SPELT = re.compile(
    rf"(?<![{_NUMERAL}])[一幺壹][ \-]?[三四五六七八九叁肆伍陆柒捌玖3-9](?:[ \-、]?[{_NUMERAL}0-9]){{9}}(?![{_NUMERAL}])"
)
_MIXED = re.compile(
    rf"(?<![0-9A-Za-z])1[3-9](?=[0-9]*[零〇一二三四五六七八九幺Oo])(?:[ \-]?[{_NUMERAL}0-9]){{9}}(?![0-9A-Za-z])"
)
_SPELT_SHORT = re.compile(
    rf"{_CUE}[^\ue000\n。;,，{_NUMERAL}]{{0,5}}?((?:[零〇][{_NUMERAL}]{{2,3}}[ \-]?)?[{_NUMERAL}]{{7,8}})(?![{_NUMERAL}])"
)
_NUMBER_OF = re.compile(
    r"(?:文号|编号|单号|案号|证号|许可证|户号|表号|户籍号|合同号?|项目|订单|工单|受理|流水|代码|执照|号牌|图号|[A-Za-z]-?)[^\ue0000-9\n]{0,4}$"
)

_ORDER = re.compile(
    r"(?:单号|编号|文号|案号|流水号|批号|凭证号|登记号|受理号|档案号)[: ]{0,2}$"
)  # right before eleven digits


def phones(plain: str) -> list[Redaction]:
    """Return the telephone numbers of a text."""
    spans = []
    for pattern in (_MOBILE, _SLASHED, _LANDLINE, _HOTLINE_CHOICE, _SERVICE, _SPELT, _MIXED):
        for one in pattern.finditer(plain):
            before = plain[max(0, one.start() - 10) : one.start()]
            if pattern is _MOBILE and _ORDER.search(before):
                continue
            if pattern is _MOBILE or _CALL.search(before) or not _NUMBER_OF.search(before):
                spans.append(one.span())
    for pattern in (_SHORT, _CALLED, _INNER, _CUED_ODD, _SPELT_SHORT):
        spans += [one.span(1) for one in pattern.finditer(plain)]
    for _start, end in list(spans):
        following = _NEXT.match(plain, end)
        while following:
            spans.append(following.span(1))
            following = _NEXT.match(plain, following.end())
    return [Redaction("phone", *span) for span in spans]
