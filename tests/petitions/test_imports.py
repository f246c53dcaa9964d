"""Lists of petitions taken in from a spreadsheet, and what of a row is refused."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.petitions import actions
from duban.petitions.listed import judged
from duban.petitions.models import Petition, PetitionImport
from duban.vault.models import Sealed
from duban.web.spreadsheets import Column, Table, xlsx_bytes
from tests.people import City
from tests.petitions.conftest import (
    NAME,
    ORIGINAL,
    TELEPHONE,
    form,
    leaks,
    registered,
)

HEADS = ("收到日期", "渠道", "性质", "类型", "属地", "反映内容", "姓名", "电话", "证件号码", "住址")


def listed(*rows: list[Any]) -> io.BytesIO:
    file = io.BytesIO(xlsx_bytes(Table("信访件清单", "", [Column(head, 10) for head in HEADS], rows)))
    file.name = "清单.xlsx"
    return file


def good(text: str = ORIGINAL) -> list[Any]:
    return [timezone.localdate(), "来信", "求决", "城乡建设", "青溪县", text, NAME, TELEPHONE, "", "梧桐里3栋2单元501"]


LISTED = {
    "收到日期": str(timezone.localdate()), "渠道": "来信", "类型": "城乡建设", "反映内容": "排水管堵塞三个月，要求疏通。",
}  # fmt: skip


class TestList:
    """A list of petitions: sealed while it waits, shown masked, registered row by row, gone afterwards."""

    def upload(self, city: City, *rows: list[Any]) -> PetitionImport:
        answer = city.sign_in("clerk").post("/petitions/imports/", {"table": listed(*rows)})
        assert answer.status_code == 302, answer.content.decode()
        return PetitionImport.objects.latest("pk")

    def test_good_rows_are_registered_and_the_list_is_gone(self, city: City) -> None:
        brought = self.upload(
            city, good(), good("路灯不亮。"), [None, "飞鸽", "求决", "城乡建设", "", "x", "", "", "", ""]
        )
        client = city.sign_in("clerk")
        page = client.get(f"/petitions/imports/{brought.pk}/")
        assert (page.context["good"], page.context["bad"], leaks(page.content.decode())) == (2, 1, [])
        assert client.post(f"/petitions/imports/{brought.pk}/").status_code == 302
        assert Petition.objects.count() == 2
        brought.refresh_from_db()
        sealed = Sealed.objects.get(kind="petition_list")
        assert (brought.state, sealed.ciphertext) == ("done", None)
        assert client.post(f"/petitions/imports/{brought.pk}/").status_code == 422

    def test_a_row_like_another_is_registered_only_where_somebody_looked_at_both(self, city: City) -> None:
        before = registered(city, summary="东街路灯一排不亮已有半个月，夜间出行危险。")
        brought = self.upload(city, good(), good(), good("东街路灯一排不亮已有半月，夜间出行危险。"))
        client, address = city.sign_in("clerk"), f"/petitions/imports/{brought.pk}/"
        page = client.get(address)
        assert [row.like for row in page.context["rows"]][:2] == ["", "与第 1 行相似 100%"]
        assert page.context["rows"][2].like.startswith(f"与已登记的 {before.number} 相似")
        assert (page.context["good"], page.context["alike"]) == (1, 2)
        client.post(address, {"distinct": ["3"]})
        assert [petition.title[:4] for petition in Petition.objects.filter(brought=brought).order_by("pk")][1:] == [
            "东街路灯"
        ]

    def test_nobody_else_sees_it(self, city: City) -> None:
        brought = self.upload(city, good())
        assert city.sign_in("supervision_desk").get(f"/petitions/imports/{brought.pk}/").status_code == 404

    def test_dropped_it_is_gone(self, city: City) -> None:
        brought = self.upload(city, good())
        city.sign_in("clerk").post(f"/petitions/imports/{brought.pk}/drop/")
        assert (Petition.objects.count(), Sealed.objects.get().ciphertext) == (0, None)

    def test_undone_the_untouched_go_with_all_the_vault_holds_of_them(self, city: City) -> None:
        brought = self.upload(city, good(), good("路灯不亮，电话13912345678。"))
        client = city.sign_in("clerk")
        address = f"/petitions/imports/{brought.pk}/undo/"
        client.post(f"/petitions/imports/{brought.pk}/")
        stays, goes = Petition.objects.order_by("pk")
        today = timezone.localdate()
        actions.accept(stays, actor=city.people["clerk"], on=today, told_on=today)
        assert city.sign_in("supervision_desk").post(address).status_code == 404
        assert client.post(address).status_code == 302
        assert list(Petition.objects.values_list("pk", flat=True)) == [stays.pk]
        assert set(Sealed.objects.exclude(ciphertext=None).values_list("subject_id", flat=True)) == {str(stays.pk)}
        gone = Sealed.objects.filter(subject_type="petitions.petition", subject_id=str(goes.pk))
        assert [(sealed.kind, sealed.ciphertext, sealed.key_id) for sealed in gone] == [
            ("identity", None, ""),
            ("text", None, ""),
        ]
        told = " ".join(str(entry.__dict__) for entry in AuditEntry.objects.all())
        assert leaks(told) == []
        page = client.get(f"/petitions/imports/{brought.pk}/")
        assert (stays.number in page.content.decode(), "撤销这次" in page.content.decode()) == (True, False)
        client.post(address)
        assert Petition.objects.count() == 1

    def test_after_registering_one_sees_what_was_and_how_many_rows_were_not(self, city: City) -> None:
        brought = self.upload(city, good(), [good()[0], "飞鸽", *good()[2:]])
        client = city.sign_in("clerk")
        page = client.post(f"/petitions/imports/{brought.pk}/", follow=True).content.decode()
        assert ("已登记 1 件" in page, "另有 1 行没有登记" in page, "撤销这次" in page) == (True, True, True)
        assert re.findall(r'<td class="number">(\d+)</td>', client.get("/petitions/imports/").content.decode()) == [
            "2",
            "1",
        ]

    def test_what_was_all_gone_on_with_is_not_undone(self, city: City) -> None:
        brought = self.upload(city, good())
        client, today = city.sign_in("clerk"), timezone.localdate()
        client.post(f"/petitions/imports/{brought.pk}/")
        actions.accept(Petition.objects.get(), actor=city.people["clerk"], on=today, told_on=today)
        answer = client.post(f"/petitions/imports/{brought.pk}/undo/", follow=True)
        assert "都已经办理过" in answer.content.decode()
        assert Sealed.objects.exclude(ciphertext=None).count() == 2

    @pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0old", b"%PDF-1.4", "甲,乙\n1,2\n".encode()])
    def test_what_is_no_list_says_what_to_do(self, city: City, content: bytes) -> None:
        file = io.BytesIO(content)
        file.name = "清单.csv"
        page = city.sign_in("clerk").post("/petitions/imports/", {"table": file})
        assert page.status_code in (302, 422)
        assert page.status_code == 422
        assert "请" in page.context["problem"]

    def test_the_template_has_the_columns_that_are_read(self, city: City) -> None:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(city.sign_in("clerk").get("/petitions/imports/template.xlsx").content))
        assert [cell.value for cell in book.active[3]][:2] == ["收到日期", "渠道"]


def test_numbers_that_can_be_none_are_refused_without_being_quoted(city: City) -> None:
    client = city.sign_in("clerk")
    page = client.post("/petitions/new/", form(telephone0="138", id_number0="123"))
    words = page.content.decode()
    assert (page.status_code, Petition.objects.count()) == (422, 0)
    assert "电话位数不对：手机是 11 位" in words and "证件号码位数不对：居民身份证是 18 位" in words
    given = form(telephone0="0571-8888 1234转8、13912345678", id_number0="11010519491231002X")
    assert client.post("/petitions/new/", given).status_code == 302
    row = {**LISTED, "电话": "138", "证件号码": "123"}
    assert [words[:7] for words in judged([row], timezone.localdate())[0].problems] == [
        "电话位数不对：",
        "证件号码位数不",
    ]


def test_the_city_itself_may_be_written_as_the_area_of_a_row(city: City) -> None:
    for words in ("市本级", "（市本级）", ""):
        (row,) = judged([{**LISTED, "属地": words}], timezone.localdate())
        assert row.facts is not None and (row.problems, row.facts.area) == ([], None)
