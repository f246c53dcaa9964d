"""Texts found again after edits, by scan and by index, in memory and from disk."""

from __future__ import annotations

import json
import random
import sys
import tracemalloc
from pathlib import Path

import pytest

from duban.cli import main
from duban.similarity import SimilarIndex, scan, slices
from duban.similarity.index import BrokenIndex
from duban.similarity.scores import grams, score
from duban.similarity.slices import SlicedIndex, Texts

PLACES = ["东城老粮仓", "西城河沿街", "南坪新村", "北滩码头", "青竹小学", "石桥菜市", "龙泉水厂", "滨江夜市"]
MATTERS = ["夜里有货车卸砂石，灰尘很大", "烧烤摊的油烟直接排到楼上", "污水从井盖里冒出来流到路上", "工地凌晨两点还在打桩",
           "垃圾三天没有人清运，气味难闻", "养猪场把粪水排进水渠", "洗车店占了人行道，路面长期积水", "锅炉烟囱冒黑烟"]  # fmt: skip
WISHES = ["请派人现场查看。", "希望尽快整改并公开结果。", "此前已反映过两次，没有答复。", "附近住户都可以作证。"]


def petitions(count: int, seed: int = 5) -> list[tuple[str, str]]:
    dice = random.Random(seed)
    return [
        (
            f"P{place:05d}",
            (
                f"{dice.choice(PLACES)}{dice.randrange(1, 400)}号附近，{dice.choice(MATTERS)}，从{dice.randrange(1, 13)}月"
                f"{dice.randrange(1, 29)}日开始，涉及{dice.randrange(2, 300)}户。{dice.choice(WISHES)}{dice.choice(WISHES)}"
            ),
        )
        for place in range(count)
    ]


def edited(text: str, dice: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 20)):
        letters[dice.randrange(len(letters))] = dice.choice("的了在是我有和就不人")
    return "".join(letters)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("锅炉冒黑烟", "锅炉冒黑烟", 1.0),
        ("锅炉冒黑烟", "锅炉，冒黑烟！", 1.0),
        ("ＡＢ锅炉", "ab锅炉", 1.0),
        ("锅炉冒黑烟", "工地打桩声", 0.0),
        ("", "锅炉", 0.0),
        ("锅炉", "锅炉", 1.0),
    ],
)
def test_likeness_goes_from_nothing_in_common_to_the_same(one: str, other: str, expected: float) -> None:
    first, second = grams(one), grams(other)
    assert score(len(first & second), len(first), len(second)) == expected


def test_a_complaint_with_more_around_it_is_more_alike_than_a_half_of_it() -> None:
    whole = "养猪场把粪水排进水渠，"
    more = whole + "请派人现场查看，希望尽快整改并公开结果"
    half = "养猪场把粪水倒掉，别的都好"
    of_whole = grams(whole)
    assert score(len(of_whole & grams(more)), len(of_whole), len(grams(more))) > score(
        len(of_whole & grams(half)), len(of_whole), len(grams(half))
    )


def test_scan_and_index_find_each_edited_text_first() -> None:
    texts = petitions(400)
    index, dice = SimilarIndex.build(texts), random.Random(9)
    for name, text in texts[::20]:
        asked = edited(text, dice)
        assert scan(asked, texts)[0].id == name
        assert index.find(asked)[0].id == name


def test_what_is_added_later_is_found_and_saved(tmp_path: Path) -> None:
    texts = petitions(120)
    index = SimilarIndex.build(texts[:100])
    for name, text in texts[100:]:
        index.add(name, text)
    index.save(tmp_path / "similar.index")
    loaded = SimilarIndex.load(tmp_path / "similar.index")
    assert len(loaded) == 120
    for name, text in texts:
        assert loaded.find(text) == index.find(text)
        assert index.find(text)[0].id == name
    loaded.add("P99999", "码头的探照灯整夜照着居民楼")
    assert loaded.find("码头探照灯整夜照着居民楼")[0].id == "P99999"


def test_an_empty_index_and_an_empty_text_find_nothing(tmp_path: Path) -> None:
    index = SimilarIndex.build([])
    assert index.find("锅炉冒黑烟") == []
    index.save(tmp_path / "empty.index")
    assert SimilarIndex.load(tmp_path / "empty.index").find("锅炉") == []
    assert SimilarIndex.build(petitions(3)).find("") == []
    assert scan("", petitions(3)) == []


def test_an_empty_index_takes_no_room() -> None:
    tracemalloc.start()
    try:
        kept = SimilarIndex()
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
    kept.add("一", "夜间施工噪声扰民")
    assert [match.id for match in kept.find("夜间施工噪声扰民严重")] == ["一"]


@pytest.mark.parametrize("cut", [0, 5, 200, -8])
def test_a_file_that_is_not_whole_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "similar.index"
    SimilarIndex.build(petitions(5)).save(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BrokenIndex):
        SimilarIndex.load(path)


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["similar", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.csv"
    rows = "".join(f'{name},"{text}"\n' for name, text in petitions(60))
    path.write_text(f"\ufeffid,text\n{rows}", encoding="utf-8")
    return path


def test_the_command_prints_ten_at_most_best_first(
    tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text = petitions(60)[17]
    (tmp_path / "one.txt").write_text(text, encoding="gb18030")
    code, out, _err = command(capsys, str(tmp_path / "one.txt"), "--in", str(table), "--json")
    found = json.loads(out)["matches"]
    assert code == 0
    assert found[0] == {"id": name, "score": 1.0}
    assert len(found) == 10
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    code, out, _err = command(capsys, str(tmp_path / "one.txt"), f"--in={table}", "--lang", "en")
    assert out.startswith(f"100.0%  {name}  most likely the same matter\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("编号,内容\n1,甲\n", "id 和 text"),
        ("", "空"),
        ("id,text\n1\n", "第2行"),
        (None, "找不到文件"),
    ],
)
def test_a_table_that_cannot_be_used_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, words: str
) -> None:
    (tmp_path / "one.txt").write_text("锅炉冒黑烟", encoding="utf-8")
    path = tmp_path / "corpus.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, out, err = command(capsys, str(tmp_path / "one.txt"), "--in", str(path))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err or "id 和 text" in err


def test_the_command_loads_no_django() -> None:
    import subprocess

    script = (
        "import sys; from duban.cli import _plain_command; _plain_command('similar'); print('django' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def after(texts: list[tuple[str, str]]) -> Texts:
    """Return what gives the texts behind an id."""
    return lambda last: iter([pair for pair in texts if pair[0] > last])


@pytest.mark.parametrize("run", [50, 10**6])
def test_an_index_made_in_slices_is_the_one_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: int
) -> None:
    monkeypatch.setattr(slices, "RUN", run)
    texts = petitions(60)
    SimilarIndex.build(texts).save(tmp_path / "whole.index")
    path = tmp_path / "slices.index"
    shares = []
    while not (making := SlicedIndex(path)).go_on(after(texts), 0.0):  # each time as another process would
        shares.append((making.texts, making.put_together))
        assert not path.exists()
    assert shares == sorted(shares)
    assert shares[:2] == [(1, 0.0), (2, 0.0)]
    assert path.read_bytes() == (tmp_path / "whole.index").read_bytes()
    assert [file.name for file in tmp_path.iterdir() if "making" in file.name or "partial" in file.name] == []


def test_a_slice_that_was_killed_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = petitions(30)
    SimilarIndex.build(texts).save(tmp_path / "whole.index")
    path = tmp_path / "slices.index"
    monkeypatch.setattr(SlicedIndex, "_note", lambda _self: None)  # killed before it noted what it did
    SlicedIndex(path).go_on(after(texts[:10]), 0.0)
    monkeypatch.undo()
    SlicedIndex(path).go_on(after(texts), 0.0)
    monkeypatch.setattr(SlicedIndex, "_note", lambda _self: None)
    SlicedIndex(path).go_on(after(texts), 0.0)
    monkeypatch.undo()
    while not SlicedIndex(path).go_on(after(texts), 0.0):
        continue
    assert path.read_bytes() == (tmp_path / "whole.index").read_bytes()


def test_no_texts_make_an_empty_index(tmp_path: Path) -> None:
    path = tmp_path / "none.index"
    assert SlicedIndex(path).go_on(after([]), 5.0)
    assert SimilarIndex.load(path).find("锅炉冒黑烟") == []
