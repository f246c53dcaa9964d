"""Accounts from a table: judged row by row, done at once or in part, undone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from duban.audit.models import AuditEntry
from duban.organizations import actions
from duban.organizations.accounts import COLUMNS, Row, judged
from duban.organizations.actions import Refused
from duban.organizations.actions.importing import carry_out_import, codes_for, plan_import, undo_import
from duban.organizations.models import AccountImport, User
from tests.people import City

GOOD = ("lin", "林科", "0800-1", "市水务局", "单位联络员", "科员", "是")


def table(*rows: Sequence[object], head: Sequence[str] = COLUMNS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["账号导入"])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def planned(city: City, *rows: Sequence[object]) -> AccountImport:
    return plan_import(table(*rows), "账号.xlsx", actor=city.people["administrator"])


def judge(city: City, *rows: Sequence[object]) -> list[Row]:
    return judged(planned(city, *rows).rows)


def done(city: City, *rows: Sequence[object], whole: bool = True) -> tuple[AccountImport, dict[User, str]]:
    return carry_out_import(planned(city, *rows), actor=city.people["administrator"], all_or_nothing=whole)


def test_new_people_get_posts_and_a_code_that_works(city: City) -> None:
    imported, codes = done(city, GOOD, (*GOOD[:3], "市教育局", "单位负责人", "", ""))
    user = User.objects.get(username="lin")
    posts = [(post.unit.short_name, post.role, post.title) for post in user.posts.all()]
    assert posts == [("市水务局", "liaison", "科员"), ("市教育局", "unit_head", "")]
    assert (user.telephone, user.is_active, imported.outcome["created"]) == ("0800-1", True, [user.pk])
    assert actions.use_reset_code("lin", codes[user], "秋水-长天-2027") == user
    assert AuditEntry.objects.filter(verb="create_user", object_id=str(user.pk)).count() == 1


def test_the_same_table_twice_changes_nothing(city: City) -> None:
    done(city, GOOD)
    count = User.objects.count(), AuditEntry.objects.filter(verb__in=["create_user", "change_user"]).count()
    assert [row.status for row in judge(city, GOOD)] == ["same"]
    imported, codes = done(city, GOOD)
    assert (imported.outcome["created"], imported.outcome["changed"], codes) == ([], {}, {})
    assert (User.objects.count(), AuditEntry.objects.filter(verb__in=["create_user", "change_user"]).count()) == count


def test_a_change_names_what_changes_and_keeps_what_no_row_names(city: City) -> None:
    done(city, GOOD, (*GOOD[:3], "市教育局", "单位负责人", "", ""))
    row = judge(city, ("lin", "林科", "0800-2", "水利局", "", "", ""), ("lin", "林科", "0800-2", "", "", "", ""))
    assert [one.status for one in row] == ["rejected", "changed"]
    changed = ("lin", "林科", "0800-2", "市水利局", "单位联络员", "科长", "")
    assert judge(city, changed)[0].changes == ["电话：0800-1 → 0800-2", "职务：科员 → 科长"]
    done(city, changed)
    user = User.objects.get(username="lin")
    assert (user.telephone, user.posts.count(), user.posts.first().title) == ("0800-2", 2, "科长")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("登录名", "", "要填 2 到 60 个字母"),
        ("登录名", "林 科", "要填 2 到 60 个字母"),
        ("姓名或岗位", "", "没有填写"),
        ("姓名或岗位", "林" * 61, "超过 60 个字"),
        ("电话", "<script>", "只能有数字"),
        ("单位", "火星局", "没有叫“火星局”的单位"),
        ("单位", "", "单位和岗位要一起填"),
        ("岗位", "局长", "没有这个岗位；可填：经办、"),
        ("岗位", "", "单位和岗位要一起填"),
        ("启用", "停", "填“是”或“否”"),
        ("姓名或岗位", "=HYPERLINK(1)", "是公式，请改成文字"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_rejected_with_its_reason(
    city: City, column: str, value: str, reason: str
) -> None:
    cells = dict(zip(COLUMNS, GOOD, strict=True)) | {column: value}
    row = judge(city, tuple(cells.values()))[0]
    assert row.status == "rejected"
    assert any(reason in said for _column, said in row.problems)
    with pytest.raises(Refused, match="有 1 行有问题，整张表都没有导入"):
        done(city, tuple(cells.values()), ("wang", "王科", "", "", "", "", ""))
    assert not User.objects.filter(username="wang").exists()


def test_rows_that_contradict_each_other_or_somebody_there_are_conflicts(city: City) -> None:
    rows = judge(city, GOOD, ("lin", "另一人", "", "", "", "", "是"), GOOD, ("clerk", "别人", "", "", "", "", ""))
    assert [row.status for row in rows] == ["new", "conflict", "conflict", "conflict"]
    assert rows[1].problems[0] == ("姓名或岗位", "与第 3 行同一登录名的不一样")
    assert rows[2].problems == [("岗位", "与第 3 行是同一个岗位")]
    assert "登录名已是“经办”的" in rows[3].problems[0][1]


def test_row_by_row_does_what_can_be_done_and_lists_the_rest(city: City) -> None:
    chief = ("administrator", "系统管理员", "", "", "", "", "否")
    imported, codes = done(city, GOOD, ("x", "短", "", "", "", "", ""), chief, whole=False)
    assert [user.username for user in codes] == ["lin"]
    assert imported.outcome["left"] == [4]
    assert imported.outcome["refused"][0][0] == [5]
    assert "没有在用的系统管理员" in imported.outcome["refused"][0][1]
    assert User.objects.get(username="administrator").is_active
    with pytest.raises(Refused, match="没有在用的系统管理员"):
        done(city, ("wang", "王科", "", "", "", "", ""), chief)
    assert not User.objects.filter(username="wang").exists()


def test_undone_new_people_go_and_changes_go_back_unless_changed_again(city: City) -> None:
    chief = city.people["administrator"]
    done(city, ("zhao", "赵科", "1", "市教育局", "单位联络员", "", ""), ("qian", "钱科", "1", "", "", "", ""))
    imported, _codes = done(
        city, GOOD, ("sun", "孙科", "", "", "", "", ""), ("zhao", "赵科", "2", "市水务局", "单位联络员", "", ""),
        ("qian", "钱科", "2", "", "", "", ""),
    )  # fmt: skip
    User.objects.filter(username="sun").update(last_login=timezone.now())
    User.objects.filter(username="qian").update(telephone="3")
    assert undo_import(imported, actor=chief) == ["钱科"]
    assert not User.objects.filter(username="lin").exists()
    assert not User.objects.get(username="sun").is_active
    zhao = User.objects.get(username="zhao")
    assert (zhao.telephone, [str(post) for post in zhao.posts.all()]) == ("1", ["市教育局 单位联络员"])
    assert User.objects.get(username="qian").telephone == "3"
    with pytest.raises(Refused, match="已经撤销"):
        undo_import(imported, actor=chief)


def test_done_once_it_is_not_done_again(city: City) -> None:
    imported, _codes = done(city, GOOD)
    with pytest.raises(Refused, match="已经导入过"):
        carry_out_import(imported, actor=city.people["administrator"], all_or_nothing=True)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "不是 XLSX 文件"),
        (b"not a workbook", "a.xlsx", "打不开"),
        (b"PK\x03\x04broken", "a.xlsx", "打不开"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.xlsx", "太大"),
        (table(head=("甲", "乙")), "a.xlsx", "没有“登录名”这一列"),
        (table(head=("登录名",)), "a.xlsx", "缺少“姓名或岗位”"),
        (table(), "a.xlsx", "没有要导入的行"),
        (table(*[(f"u{number}", "名") for number in range(2001)]), "a.xlsx", "超过 2000 行"),
    ],
)
def test_what_is_no_such_table_is_refused(city: City, content: bytes, name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        plan_import(content, name, actor=city.people["administrator"])
    assert not AccountImport.objects.exists()


def test_nobody_but_the_administrator_imports(city: City) -> None:
    with pytest.raises(Refused, match="只有系统管理员"):
        plan_import(table(GOOD), "a.xlsx", actor=city.people["supervision_desk"])


def test_the_pages_from_template_to_codes_and_back(city: City) -> None:
    client = city.sign_in("administrator")
    given = client.get(reverse("organizations:account_template")).content
    sheet = load_workbook(io.BytesIO(given)).worksheets[0]
    assert [cell.value for cell in sheet[3]] == list(COLUMNS)
    for column, value in enumerate(GOOD, start=1):
        sheet.cell(4, column, value)
    stream = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(stream)
    upload: Any = SimpleUploadedFile("账号.xlsx", stream.getvalue())
    answer = client.post(reverse("organizations:account_imports"), {"table": upload})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "1 行可以导入，0 行有问题" in page
    sheet_of_codes = client.post(answer.headers["Location"], {"rows": "all"})
    assert "no-store" in sheet_of_codes.headers["Cache-Control"]
    code = sheet_of_codes.content.decode().split("<b>")[1].split("</b>")[0]
    again = client.post(reverse("organizations:account_codes", args=[AccountImport.objects.get().pk])).content.decode()
    assert code not in again
    assert actions.use_reset_code("lin", code, "秋水-长天-2027") is None
    assert "lin" in again
    client.post(reverse("organizations:undo_account_import", args=[AccountImport.objects.get().pk]))
    assert not User.objects.filter(username="lin").exists()


def test_codes_are_made_only_for_people_without_a_password(city: City) -> None:
    assert codes_for([city.people["clerk"]], actor=city.people["administrator"]) == {}


def test_an_upload_without_a_file_says_so(city: City) -> None:
    page = city.sign_in("administrator").post(reverse("organizations:account_imports"), {})
    assert page.status_code == 422
    assert "没有选文件" in page.content.decode()
