"""Identity numbers by their check digit or a cue, and bank accounts after a cue, in folded text."""

from __future__ import annotations

import re

from duban.redaction.model import Redaction

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BETWEEN = r"[ \-]?"
_EIGHTEEN = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dXx](?![0-9A-Za-z])")
_GAP = r"[^\ue0000-9A-Za-z\n。；;]{0,12}?"  # between a cue and its number: 为、是、:、(… but no other number
_ID_CUE = r"(?:身份证|居民证|证件号|证号|身份号|公民身份|身份信息|(?<![A-Za-z])ID(?![A-Za-z]))"
_CUED_ID = re.compile(
    rf"{_ID_CUE}{_GAP}(\d(?:{_BETWEEN}[\d*Xx]){{16}}{_BETWEEN}[\dXx*]|\d(?:{_BETWEEN}[\d*]){{14}})(?![0-9A-Za-z])", re.I
)
_ODD_ID = re.compile(
    rf"(?:身份证|公民身份|残疾人?证|学籍号|社保号){_GAP}([A-Za-z]?[1-9][\d*]{{13,19}}[Xx]?)(?![0-9A-Za-z])", re.I
)
_TRAVEL = re.compile(
    r"(?:护照|通行证|军官证|士官证|士兵证|军人证|警官证|居留证|台胞证|回乡证)"
    + _GAP
    + r"([A-Za-z]{0,2}\d{7,9}|[军武][字第\w]{0,4}\d{6,9}号?)(?![0-9A-Za-z])"
)
_CREDIT = re.compile(r"(?:信用代码|执照号?码?|注册号|机构代码)[^\ue0000-9A-Za-z\n]{0,8}$")
_NOT_IDENTITY = re.compile(
    r"(?:许可证|房产证|不动产证?|产权证|土地证|营业执照|合格证|登记证|排污证|资格证|采矿证|经营证)[^\ue000。\n]{0,3}$"
)
_ACCOUNT_CUE = (
    r"(?:账号|帐号|账户|帐户|银行卡|卡号|存折|储蓄卡|信用卡|借记卡|工资卡|个人卡|私人卡|社保卡|惠农卡|一卡通|开户行|开户银行|打款到|汇款至|汇至|汇往|汇到|转账至|转账到|转到|打到|打入|转账给|汇款给|打款给|打给|转给|汇给|"
    r"农商行|信用社|农信社|(?:工商|农业|建设|中国|交通|邮储|邮政储蓄|招商|民生|光大|兴业|商业)银行|[工农建中交招]行卡?)"
)
_ACCOUNT = re.compile(
    rf"(?:{_ACCOUNT_CUE}[^\ue0000-9\n。；;]{{0,16}}?|卡:? ?(?=(?:\d[ \-]?){{16}}))(\d(?:[ \-]?[\d*]){{7,31}})(?![0-9A-Za-z])"
)
_PHONE_LIKE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}")
_DATE = re.compile(r"(?:19|20)\d\d[ \-]\d{1,2}[ \-]\d{1,2}")
_NO_ACCOUNT = re.compile(r"(?:电话|手机|热线|客服|传真|文号|编号|单号|许可证|合同|微信|支付宝)")


def right_check_digit(number: str) -> bool:
    """Tell whether 18 characters end in the check digit that GB 11643 asks for, over a possible date."""
    if number[6:8] not in ("18", "19", "20") or not "01" <= number[10:12] <= "12" or not "01" <= number[12:14] <= "31":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17].upper()


def identity_numbers(plain: str) -> list[Redaction]:
    """Return identity numbers: with a right check digit anywhere, after a cue even with a wrong one."""
    found = []
    for one in _EIGHTEEN.finditer(plain):
        number = re.sub(r"[ \-]", "", one[0])
        if right_check_digit(number) and not _CREDIT.search(plain[max(0, one.start() - 16) : one.start()]):
            found.append(Redaction("id_number", *one.span()))
    for pattern in (_CUED_ID, _ODD_ID, _TRAVEL):
        for one in pattern.finditer(plain):
            if not _NOT_IDENTITY.search(plain[max(0, one.start() - 8) : one.start() + 2]):
                found.append(Redaction("id_number", *one.span(1)))
    return found


def accounts(plain: str) -> list[Redaction]:
    """Return bank accounts: long numbers after a word for an account, whatever their digits."""
    found = []
    for one in _ACCOUNT.finditer(plain):
        digits = re.sub(r"[ \-]", "", one[1])
        between = plain[one.start() : one.start(1)]
        if _PHONE_LIKE.fullmatch(digits) or _DATE.fullmatch(one[1]) or _NO_ACCOUNT.search(between):
            continue
        found.append(Redaction("bank_account", *one.span(1)))
    return found
