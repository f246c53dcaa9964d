"""What is wrong with a field is said in the office's words, not in those of Django's translators."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

OURS = Path(__file__).parents[2] / "duban/web/locale/zh_Hans/LC_MESSAGES/django.po"
DJANGO = Path(django.__path__[0]) / "conf/locale/zh_Hans/LC_MESSAGES/django.po"
_PLACE = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(), "", "没有填写，请填写。"),
        (forms.CharField(max_length=3), "督察整改", "最多 3 字，现在 4 字，请改短。"),
        (forms.IntegerField(max_value=30), "31", "不能大于 30，请改正。"),
        (forms.IntegerField(min_value=1), "0", "不能小于 1，请改正。"),
        (forms.IntegerField(), "三", "请填写整数。"),
        (forms.DecimalField(max_digits=14, decimal_places=4), "1" * 15, "数字最多 14 位，请核对。"),
        (forms.DecimalField(max_digits=14, decimal_places=2), "0.123", "小数最多 2 位，请改正。"),
        (forms.DateField(), "明天", "日期无法识别，请写成 2026-11-27 的样子。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "列表里没有“b”，请从列表中重新选择。"),
        (forms.EmailField(), "李科", "邮箱地址不完整，请写成 name@example.cn 的样子。"),
    ],
)
def test_a_wrong_field_is_told_in_the_offices_words(field: forms.Field, given: str, said: str) -> None:
    form: Any = type("Asking", (forms.Form,), {"it": field})({"it": given})
    with translation.override("zh-hans"):
        assert form.errors["it"] == [said]
    with translation.override("en"):
        assert not re.search(r"[\u4e00-\u9fff]", type(form)({"it": given}).errors["it"][0].replace(given, ""))


def test_an_empty_file_is_told_what_to_do() -> None:
    field = forms.FileField()
    with translation.override("zh-hans"), pytest.raises(forms.ValidationError, match="这是空文件，请确认"):
        field.clean(SimpleUploadedFile("清单.xlsx", b""))


def test_every_sentence_is_one_that_django_says_and_keeps_its_places() -> None:
    with OURS.open("rb") as ours, DJANGO.open("rb") as theirs:
        known = {message.id for message in read_po(theirs) if message.id}
        wrong = []
        for message in read_po(ours):
            if not message.id:
                continue
            asked, said = (one if isinstance(one, tuple) else (one,) for one in (message.id, message.string))
            if message.id not in known or set(_PLACE.findall(asked[-1])) != set(_PLACE.findall(said[0])):
                wrong.append(message.id)
    assert wrong == []
