"""Damage made from the bytes up is undone wherever it can be proven, and never wrongly with certainty.

`pytest tests/reading/test_noise_generator.py -s` prints the table.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from duban.reading.model import Restored
from duban.reading.restore import restore
from tests.conftest import shared_folder
from tests.reading import noise
from tests.reading.noise import DROP, EAT, KEEP, REPLACE, Damaged

BAR = 0.97
VERBS = [
    "投入",
    "推进",
    "加强",
    "建立",
    "统筹",
    "深化",
    "优化",
    "完善",
    "落实",
    "推动",
    "支持",
    "保障",
    "强化",
    "提升",
    "规范",
    "部署",
    "参与",
    "研究",
    "开展",
    "组织",
    "督促",
    "检查",
    "压实",
    "守牢",
    "扩大",
    "巩固",
    "拓展",
    "改善",
    "加快",
    "抓好",
    "做好",
    "促进",
    "实施",
    "健全",
    "明确",
    "坚持",
    "化解",
    "防范",
    "整治",
    "清理",
]
OBJECTS = [
    "区域协同发展",
    "参加单位责任",
    "县域经济",
    "关键环节",
    "产业链条",
    "运行调度",
    "环境保护",
    "农业农村",
    "会议纪律",
    "应急值守",
    "预警响应",
    "医疗卫生",
    "营商环境",
    "债务风险",
    "项目建设",
    "资金监管",
    "教育资源",
    "养老服务",
    "交通枢纽",
    "电网改造",
    "乡村振兴",
    "联系群众",
    "审计整改",
    "动员部署",
    "险情处置",
    "种粮补贴",
    "园区配套",
    "贷款贴息",
    "园林绿化",
    "数据共享",
    "结构调整",
    "标准体系",
    "历史街区",
    "节约用水",
    "财政支出",
    "战略规划",
    "权责清单",
    "绿色转型",
    "劳动关系",
    "阶段成效",
    "隐患排查",
    "双随机检查",
    "东部新城",
    "龙头企业",
    "专项债券",
    "传统产业",
    "头道河治理",
    "体制机制",
    "报告制度",
    "过渡期政策",
]
HEADS = ("会议强调，要", "会议指出，各部门要", "会议要求，云陵市要", "市长指出，必须", "各县（区）要")


def sentences(seed: int, count: int) -> Iterator[str]:
    """Yield official sentences put together from words of our own."""
    rng = random.Random(seed)
    for _ in range(count):
        clauses = "，".join(rng.choice(VERBS) + rng.choice(OBJECTS) for _ in range(rng.randint(1, 4)))
        tail = rng.choice(("", "，12月底前完成", "，确保完成15个项目", "，由市发展改革委牵头"))
        yield f"{rng.choice(HEADS)}{clauses}{tail}。"


def page(seed: int) -> str:
    """Return a page of our own: heading, paragraphs, closing line."""
    body = ["".join(sentences(seed * 10 + part, 7)) for part in range(3)]
    return "\n".join(["市政府召开第31次常务会议", *body, "会议还研究了其他事项。"]) + "\n"


@cache
def meetings(folder: Path) -> tuple[str, ...]:
    """Return the paragraphs of the shared meetings that are long enough to be damaged."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))[::6])
    found = (sentence for text in texts for sentence in re.findall(r"[^\n。]{12,160}。", text))
    return tuple(found)[::2]


def damaged_sentences(clean: list[str]) -> Iterator[Damaged]:
    """Gloss each sentence by the walking program, whole or in part, decoded in every way."""
    rng = random.Random(7)
    for sentence in clean:
        for decoder in (EAT, KEEP, REPLACE, DROP):
            share, chosen = rng.choice((1.0, 1.0, 0.5)), {}
            done = noise.gloss(sentence, lambda c: chosen.setdefault(c, rng.random() < share), decoder)  # noqa: B023
            if done:
                kinds = (*done.kinds, decoder)
                yield Damaged(done.text, done.clean, kinds, done.lost, done.provable)


def row(damaged: Damaged) -> str:
    """Name the row of design/texts.md a damage belongs to, and the decoder where there is one."""
    if "straddle" in damaged.kinds:
        return f"2-5 lost bytes, {damaged.kinds[-1]}"
    if "gloss" in damaged.kinds:
        return "1 gloss" if "script" in damaged.kinds else "1 gloss on simplified"
    names = {"shift": "6 shifted run", "halved": "4 tail without gloss", "script": "10 script", "forum": "12 forum"}
    return names.get(damaged.kinds[0]) or {"wrap": "18 hard wrap", "furniture": "22 furniture"}[damaged.kinds[0]]


def scored(cases: Iterator[Damaged]) -> dict[str, Counter[str]]:
    """Count per row: places, those that can be proven, repaired, wrong though called certain, wrong without a word."""
    table: dict[str, Counter[str]] = {}
    for damaged in cases:
        counts = table.setdefault(row(damaged), Counter())
        restored = restore(damaged.text)
        right = restored.text == damaged.clean
        counts["all"] += 1
        counts["proof"] += damaged.provable
        counts["repaired with proof"] += right and damaged.provable
        counts["repaired without"] += right and not damaged.provable
        counts["wrong, called certain"] += not right and called_certain_wrongly(restored, damaged.clean)
        counts["wrong, said so"] += not right and bool(restored.notices)
    return table


def called_certain_wrongly(restored: Restored, clean: str) -> bool:
    """Tell whether the clean text differs inside a repair that is called certain."""
    differences = SequenceMatcher(None, restored.text, clean, autojunk=False).get_opcodes()
    wrong = [(start, end) for kind, start, end, _, _ in differences if kind != "equal"]
    certain = [repair.span for repair in restored.repairs if repair.certain]
    return any(start < last and first < end for start, end in certain for first, last in wrong)


def shown(table: dict[str, Counter[str]]) -> str:
    """Return the table as text."""
    columns = ("all", "proof", "repaired with proof", "repaired without", "wrong, said so", "wrong, called certain")
    lines = [f"{'':28}" + "".join(f"{column:>24}" for column in columns)]
    lines += [
        f"{name:28}" + "".join(f"{counts[column]:>24}" for column in columns) for name, counts in sorted(table.items())
    ]
    return "\n".join(lines)


def assert_passes(table: dict[str, Counter[str]]) -> None:
    for name, counts in table.items():
        assert counts["wrong, called certain"] == 0, name
        if counts["proof"]:
            assert counts["repaired with proof"] / counts["proof"] >= BAR, f"{name}: {counts}"


def test_glosses_and_lost_bytes_are_undone_wherever_the_bytes_prove_it(capsys: pytest.CaptureFixture[str]) -> None:
    table = scored(damaged_sentences(list(sentences(1, 150))))
    with capsys.disabled():
        sys.stdout.write(f"\nOur own sentences\n{shown(table)}\n")
    assert sum(counts["proof"] for name, counts in table.items() if name.startswith("2-5")) >= 100
    assert_passes(table)


@pytest.mark.shared
def test_glosses_and_lost_bytes_of_real_meetings_are_undone(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = scored(damaged_sentences(list(meetings(shared_folder() / "corpus" / "meetings"))))
    with capsys.disabled():
        sys.stdout.write(f"\nSentences of shared meetings\n{shown(table)}\n")
    assert_passes(table)


def other_damage() -> Iterator[Damaged]:
    rng = random.Random(3)
    to_traditional, back = noise.converters()
    for seed in range(40):
        clean = page(seed)
        yield noise.with_forum_strings(clean, rng)
        yield noise.hard_wrapped(clean, rng.choice((24, 30, 38, 40)))
        yield noise.furnished(clean, rng)
        traditional = to_traditional(clean)
        yield Damaged(traditional, clean, ("script",), provable=back(traditional) == clean)
        sentence = next(sentences(seed + 500, 1))
        yield noise.cut_byte(sentence, 2 * rng.randrange(2, 8))
        halved = noise.halve_question_marks(f"各部门负责人出席。县直单位{sentence}")
        if halved:
            yield halved


def test_other_damage_is_undone(capsys: pytest.CaptureFixture[str]) -> None:
    table = scored(other_damage())
    with capsys.disabled():
        sys.stdout.write(f"\nPages of our own\n{shown(table)}\n")
    assert_passes(table)


def test_the_generator_makes_what_the_contract_describes() -> None:
    damaged = noise.gloss("投入区域", lambda character: True)
    assert damaged is not None
    assert damaged.text == "投入?yún)^(qū)域"
    assert damaged.provable
    assert damaged.kinds == ("straddle", "gloss", "script")


def test_clean_text_comes_back_unchanged() -> None:
    for seed in range(60):
        restored = restore(page(seed))
        assert restored.text == page(seed)
        assert restored.repairs == ()
        assert restored.notices == ()


@pytest.mark.shared
def test_clean_shared_texts_come_back_unchanged(shared: Path) -> None:
    folders = ("gold", "corpus/meetings", "corpus/meetings-other", "corpus/work-reports", "corpus/livelihood")
    paths = [path for folder in folders for path in sorted((shared / folder).glob("*.txt"))]
    assert len(paths) > 200
    changed = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if not path.name.startswith("yaan-2024-10-24.") and restore(text).repairs:
            changed.append(path.name)
    assert changed == []


@pytest.mark.shared
def test_the_seed_copy_is_restored_to_the_letter(shared: Path) -> None:
    restored = restore((shared / "gold" / "yaan-2024-10-24.txt").read_text(encoding="utf-8"))
    assert restored.text == (shared / "gold" / "yaan-2024-10-24.restored.txt").read_text(encoding="utf-8")
    assert all(repair.certain for repair in restored.repairs)
    assert restored.notices == ()
