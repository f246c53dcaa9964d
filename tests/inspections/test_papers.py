"""Daily notice, week, overdue replies, and the public table with its second person; files opened with LibreOffice."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import docx
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from duban.audit.models import AuditEntry
from duban.inspections.actions.publishing import (
    confirm_publication,
    note_published,
    prepare_publication,
    withdraw_publication,
)
from duban.inspections.models import Petition, Publication
from duban.inspections.rules.public_table import public_table
from duban.inspections.states import MoveRefused
from tests.inspections.conftest import at
from tests.inspections.months import AREAS, DAY, Month
from tests.libreoffice import converted, installed
from tests.people import signed_in
from tests.tasks.conftest import City
from tests.tasks.moments import At

__all__ = ["at"]


def sixty_four(month: Month) -> None:
    counts = zip([*AREAS, None], [28, 9, 4, 7, 3, 1, 7, 3, 2], strict=True)
    areas = [name for name, count in counts for _place in range(count)]
    month.add(
        month.batch(8, DAY),
        [
            {"area": area, "channel": "call" if place < 25 else "letter", "starred": place in (3, 30, 60)}
            for place, area in enumerate(areas)
        ],
    )


def test_the_daily_notice_has_the_published_figures(month: Month) -> None:
    month.add(month.batch(7, DAY - timedelta(days=1)), [{"channel": "letter"}])
    sixty_four(month)
    client, address = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/daily"
    page = client.get(f"{address}/?day={DAY}").content.decode()
    sentence = "督察组转办信访举报件64件（第8批），其中来电25件、来信39件，重点件3件"
    assert sentence in page
    assert "累计转办65件" in page
    made = docx.Document(io.BytesIO(client.get(f"{address}.docx?day={DAY}").content))
    assert sentence in made.paragraphs[2].text
    areas = [[cell.text for cell in row.cells] for row in made.tables[0].rows][1:]
    assert [row[1] for row in areas] == ["28", "9", "4", "7", "3", "1", "7", "3", "2"]
    assert sum(int(row[5]) for row in areas) == 65


@pytest.mark.parametrize("page", [f"daily/?day={DAY}", f"weekly/?day={DAY}"])
def test_every_figure_of_a_paper_opens_its_rows(month: Month, page: str) -> None:
    sixty_four(month)
    month.add(
        month.batch(7, DAY - timedelta(days=9)),
        [month.replied("partly", "staged", DAY, area="青溪县"), month.replied("partly", "concluded", DAY, reopened=1)],
    )
    client = signed_in(month.clerk)
    shown = client.get(f"/inspections/{month.inspection.pk}/{page}").content.decode()
    links = re.findall(r'href="(/inspections/\d+/petitions/\?[^"]+)">(\d+)', shown)
    assert len(links) > 20
    for link, count in sorted(set(links)):
        assert client.get(unescape(link)).context["page"].paginator.count == int(count), link


def test_the_week_always_has_both_shares(month: Month) -> None:
    rows = [month.replied("partly", "staged", DAY) for _n in range(3)]
    month.add(month.batch(1, DAY), [*rows, month.replied("unsubstantiated", "concluded", DAY), {}])
    address = f"/inspections/{month.inspection.pk}/weekly"
    page = signed_in(month.clerk).get(f"{address}/?day={DAY}").content.decode()
    assert "办结率20.0%，办结率（含阶段性办结）80.0%；不属实1件，不属实率20.00%" in page
    made = docx.Document(io.BytesIO(signed_in(month.clerk).get(f"{address}.docx?day={DAY}").content))
    assert [cell.text for cell in made.tables[0].rows[-1].cells] == [
        "合计",
        "5",
        "5",
        "1",
        "3",
        "20.0%",
        "80.0%",
        "1",
        "0",
    ]


def test_overdue_replies_are_listed_the_longest_first(month: Month) -> None:
    today = timezone.localdate()
    month.add(
        month.batch(1, DAY),
        [
            {"reply_due": today - timedelta(days=2), "summary": "=HYPERLINK(1)"},
            {"reply_due": today},
            {"reply_due": today - timedelta(days=30)},
            month.replied("partly", "staged", today, reply_due=today - timedelta(days=9)),
        ],
    )
    client, address = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/overdue"
    assert [days for _petition, days in client.get(f"{address}/").context["rows"]] == [30, 2]
    sheet = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content)).active
    assert sheet is not None
    assert sheet.title == "逾期未回复"
    assert [row[7] for row in sheet.iter_rows(min_row=4, values_only=True)] == [30, 2]
    assert (sheet["D5"].value, sheet["D5"].data_type, sheet["D5"].quotePrefix) == ("=HYPERLINK(1)", "s", True)


def answered(month: Month) -> None:
    month.add(
        month.batch(8, DAY),
        [
            month.replied(
                "substantiated", "concluded", DAY, area="青溪县", types=["噪声"], summary="=青溪县砂石厂夜间作业",
                finding="经查，举报人李某某（电话13800138000）反映属实，住滨河花园3栋2单元501。",
                handling="已责令停产整改，车牌云A12345的货车已查扣。",
            ),
            {},
            {"state": "returned", "return_reason": "属邻市", "task": None, "lead_unit": None},
        ],
    )  # fmt: skip


def test_a_public_table_is_redacted_once_more(month: Month) -> None:
    answered(month)
    made = prepare_publication(month.batch(8, DAY), actor=month.clerk)
    assert made.headings[1:3] == ["受理编号", "交办问题基本情况"]
    assert (len(made.rows), made.left_out) == (1, 1)
    cells = made.rows[0]
    assert cells[:2] == ["1", "D3YL202411080001"]
    assert cells[3:5] == ["青溪县", "大气、噪声"]
    assert "13800138000" not in cells[5]
    assert "501" not in cells[5]
    assert "〔电话〕" in cells[5]
    assert (cells[6], cells[8], cells[9]) == ("属实", "已办结", "无")
    assert made.masked["phone"] == 1


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        ({}, "无"),
        ({"accountability": "无。"}, "无"),
        ({"accountability": "约谈企业负责人。"}, "约谈企业负责人。"),
        (
            {
                "sites_ordered": 1, "sites_punished": 2, "fines": Decimal("20000.50"), "criminal_cases": 1, "detained": 3,
                "admonished": 4, "held_accountable": 5,
            },
            "责令整改1家，立案处罚2家，罚款20000.5元，立案侦查1件，拘留3人，约谈4人，问责5人。",
        ),
        ({"admonished": 2, "accountability": "无"}, "约谈2人。"),
        (
            {"admonished": 2, "held_accountable": 1, "accountability": "约谈2人，给予镇长警告。"},
            "问责1人。约谈2人，给予镇长警告。",
        ),
        ({"held_accountable": 1, "accountability": "问责分管负责人（电话13800138000）。"}, "问责1人。问责分管负责人（电话〔电话〕）。"),
    ],
)  # fmt: skip
def test_a_public_table_tells_who_answered_for_it_from_the_counts(
    month: Month, given: dict[str, object], cell: str
) -> None:
    month.add(month.batch(8, DAY), [month.replied("substantiated", "concluded", DAY, **given)])
    with override("en"):  # it goes out in Chinese, whatever language the page is read in
        made = prepare_publication(month.batch(8, DAY), actor=month.clerk)
    assert made.rows[0][made.headings.index("责任人被处理情况")] == cell


def test_words_of_tables_are_not_touched_and_unknown_fields_stay_empty() -> None:
    made = public_table([["index", "序号"], ["area", "区域"], ["nothing", "别的"]], [{"area": "王家坝"}])
    assert made.rows == (("1", "王家坝", ""),)
    assert made.masked == {}


def test_a_table_leaves_only_after_a_second_person_has_seen_it(month: Month, city: City) -> None:
    answered(month)
    made = prepare_publication(month.batch(8, DAY), actor=month.clerk)
    client = signed_in(month.clerk)
    page = f"/inspections/publications/{made.pk}/"
    assert "〔电话〕</mark>" in client.get(page).content.decode()
    for extension in ("xlsx", "docx", "html"):
        assert client.get(f"{page}table.{extension}").status_code == 409
    with pytest.raises(MoveRefused, match="要由另一位同事复核"):
        confirm_publication(made, actor=month.clerk)
    assert client.post(f"{page}confirm/").status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(state="confirmed", confirmed_by=month.clerk)
    assert signed_in(month.desk).post(f"{page}confirm/").status_code == 302
    for extension in ("xlsx", "docx", "html"):
        given = client.get(f"{page}table.{extension}")
        assert given.status_code == 200
        assert "attachment" in given["Content-Disposition"]
    assert load_workbook(io.BytesIO(client.get(f"{page}table.xlsx").content)).sheetnames == ["第8批公开情况一览表"]
    assert client.get(f"{page}table.exe").status_code == 404
    assert signed_in(city.water_liaison).get(page).status_code == 403


def test_what_changed_since_it_was_prepared_cannot_be_confirmed(month: Month) -> None:
    answered(month)
    made = prepare_publication(month.batch(8, DAY), actor=month.clerk)
    Petition.objects.filter(number="D3YL202411080001").update(handling="换了说法")
    with pytest.raises(MoveRefused, match="请重新编制"):
        confirm_publication(made, actor=month.desk)
    anew = prepare_publication(month.batch(8, DAY), actor=month.clerk)
    confirm_publication(anew, actor=month.desk)
    made.refresh_from_db()
    assert (made.state, anew.state, anew.version) == ("withdrawn", "confirmed", 2)


def test_the_proof_of_publication_is_a_day_and_a_link(month: Month) -> None:
    answered(month)
    made, today = prepare_publication(month.batch(8, DAY), actor=month.clerk), timezone.localdate()
    link = "https://www.yunling.example/gk/8.html"
    with pytest.raises(MoveRefused, match="现在是“待复核”"):
        note_published(made, actor=month.clerk, on=today, link=link, today=today)
    confirm_publication(made, actor=month.desk)
    with pytest.raises(MoveRefused, match="还没有到"):
        note_published(made, actor=month.clerk, on=today + timedelta(days=1), link=link, today=today)
    client, page = signed_in(month.clerk), f"/inspections/publications/{made.pk}/"
    assert client.post(f"{page}proof/", {"on": today, "link": "不是网址"}).status_code == 422
    assert client.post(f"{page}proof/", {"on": today, "link": link}).status_code == 302
    assert link in client.get(f"/inspections/{month.inspection.pk}/publications/").content.decode()
    with pytest.raises(MoveRefused, match="撤回理由"):
        withdraw_publication(made, actor=month.clerk, reason=" ")
    withdraw_publication(made, actor=month.clerk, reason="漏遮一处")
    verbs = AuditEntry.objects.filter(verb__startswith="publication.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [f"publication.{verb}" for verb in ("prepare", "confirm", "publish", "withdraw")]


def test_nothing_answered_is_nothing_to_publish(month: Month) -> None:
    month.add(month.batch(8, DAY), [{}])
    with pytest.raises(MoveRefused, match="第8批还没有已回复督察组的信访件"):
        prepare_publication(month.batch(8, DAY), actor=month.clerk)
    Petition.objects.all().delete()
    month.inspection.public_headings = []
    month.inspection.save()
    with pytest.raises(MoveRefused, match="没有设置公开表表头"):
        prepare_publication(month.batch(8, DAY), actor=month.clerk)


@installed
def test_libreoffice_opens_the_files_and_reads_the_same_cells(month: Month, tmp_path: Path) -> None:
    answered(month)
    made = prepare_publication(month.batch(8, DAY), actor=month.clerk)
    confirm_publication(made, actor=month.desk)
    client = signed_in(month.clerk)
    for extension in ("xlsx", "docx"):
        content = client.get(f"/inspections/publications/{made.pk}/table.{extension}").content
        (tmp_path / f"table-{extension}.{extension}").write_bytes(content)
    sheet = converted(tmp_path / "table-xlsx.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
    text = converted(tmp_path / "table-docx.docx", "txt:Text", tmp_path)
    for found in (sheet.read_text("utf-8"), text.read_text("utf-8")):
        assert "=青溪县砂石厂夜间作业" in found, "text, not a formula"
        assert "〔电话〕" in found
        assert "责任人被处理情况" in found


def test_the_notice_of_a_day_to_come_is_not_made_and_one_without_a_batch_says_so(month: Month, at: At) -> None:
    at("2026-11-26")
    month.add(month.batch(1, DAY), [{}])
    client, address = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/daily"
    for place in (f"{address}.docx?day=2030-01-01", f"{address}/?day=2026-11-27"):
        page = client.get(place, follow=True)
        assert page.redirect_chain == [(f"{address}/", 302)]
        assert "还没有到，不能出这一天的当日转办情况" in page.content.decode()
    made = docx.Document(io.BytesIO(client.get(f"{address}.docx?day=2026-11-20").content))
    told = "\n".join(line.text for line in made.paragraphs)
    assert "2026年11月20日，督察组没有转办信访举报件。截至当日，累计转办1件" in told
    assert "（）" not in told
