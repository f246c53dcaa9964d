"""The contract's JSON: every key, in its order, the same whole and in pieces."""

from __future__ import annotations

import json
from datetime import date

from duban.reading.model import (
    Action,
    AgendaItem,
    Chair,
    Deadline,
    Meeting,
    MeetingDate,
    Notice,
    Quote,
    Reading,
    Repair,
    Requirement,
    Restored,
    Source,
    Target,
    UnitMention,
)
from duban.reading.serialize import as_document, json_pieces

FULL = Reading(
    source=Source("纪要.txt", "0" * 64, "text/plain", "utf-8"),
    restored=Restored("会议…", (Repair("gloss", (0, 1), "會(huì)", "会", (0, 6), True),)),
    meeting=Meeting(
        "标题",
        "executive",
        "市政府",
        12,
        3,
        MeetingDate("10月24日", (2, 8), date(2024, 10, 24), Quote("2024年", (9, 14))),
        Chair("某某", ("市长",), (1, 3)),
    ),
    agenda=(AgendaItem("A1", "hear", "经济运行情况", (4, 10), "lead.verb"),),
    requirements=(
        Requirement(
            "R1",
            ("A1",),
            "require",
            "要新建5所学校",
            (3, 10),
            (
                Action(
                    "新建5所学校",
                    (4, 10),
                    True,
                    Deadline("年底", (1, 3), date(2024, 12, 31), None, ("规则",), "rule"),
                    (Target("5所", (5, 7), "5", "所", "rule"),),
                    (UnitMention("市教育局", (0, 4), "lead", "rule"),),
                    "clause.verb",
                    "trackable.target",
                ),
                Action(
                    "每月5日前报送", (4, 11), deadline=Deadline("每月5日前", (4, 9), None, "FREQ=MONTHLY;BYMONTHDAY=5")
                ),
            ),
            "cue.require",
        ),
    ),
    citations=(Quote("《办法》", (1, 5)),),
    warnings=(Notice("no_meeting_found", "没有找到会议。"),),
)

DOCUMENT = {
    "schema": "duban.reading/1",
    "source": {"name": "纪要.txt", "sha256": "0" * 64, "media_type": "text/plain", "encoding": "utf-8"},
    "restored": {
        "text": "会议…",
        "repairs": [
            {
                "kind": "gloss",
                "span": [0, 1],
                "original": "會(huì)",
                "restored": "会",
                "original_span": [0, 6],
                "certain": True,
            }
        ],
    },
    "meeting": {
        "title": "标题",
        "kind": "executive",
        "convener": "市政府",
        "ordinal": 12,
        "term": 3,
        "date": {
            "text": "10月24日",
            "span": [2, 8],
            "value": "2024-10-24",
            "year_inferred_from": {"text": "2024年", "span": [9, 14]},
        },
        "chair": {"name": "某某", "posts": ["市长"], "span": [1, 3]},
    },
    "agenda": [{"id": "A1", "kind": "hear", "topic": "经济运行情况", "span": [4, 10]}],
    "requirements": [
        {
            "id": "R1",
            "agenda": ["A1"],
            "kind": "require",
            "text": "要新建5所学校",
            "span": [3, 10],
            "actions": [
                {
                    "text": "新建5所学校",
                    "span": [4, 10],
                    "trackable": True,
                    "deadline": {"text": "年底", "span": [1, 3], "value": "2024-12-31"},
                    "targets": [{"text": "5所", "span": [5, 7], "quantity": "5", "unit": "所"}],
                    "units": [{"text": "市教育局", "span": [0, 4]}],
                },
                {
                    "text": "每月5日前报送",
                    "span": [4, 11],
                    "trackable": False,
                    "deadline": {
                        "text": "每月5日前",
                        "span": [4, 9],
                        "value": None,
                        "recurring": "FREQ=MONTHLY;BYMONTHDAY=5",
                    },
                    "targets": [],
                    "units": [],
                },
            ],
        }
    ],
    "citations": [{"text": "《办法》", "span": [1, 5]}],
    "warnings": [{"code": "no_meeting_found", "message": "没有找到会议。", "span": [0, 0]}],
}
EMPTY = Reading(Source("", "", "text/plain", None), Restored(""), Meeting())


def test_the_document_is_the_contract_s_in_its_key_order() -> None:
    assert json.dumps(as_document(FULL), ensure_ascii=False) == json.dumps(DOCUMENT, ensure_ascii=False)


def test_the_pieces_are_the_same_document_on_one_line() -> None:
    for reading in (FULL, EMPTY):
        assert "".join(json_pieces(reading)) == json.dumps(as_document(reading), ensure_ascii=False)


def test_where_nothing_was_found_the_keys_stay() -> None:
    document = as_document(EMPTY)
    assert list(document) == list(DOCUMENT)
    assert document["meeting"] == dict.fromkeys(["title", "kind", "convener", "ordinal", "term", "date", "chair"])
    assert [document[key] for key in ("agenda", "requirements", "citations", "warnings")] == [[], [], [], []]
