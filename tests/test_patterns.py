"""Kept patterns: the same as compiled ones, found by the next start, and never in the way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from duban import patterns

TEXT = "2024年10月24日，市政府第12次常务会议要求，各县（区）要在年底前完成投资120亿元。"
PATTERNS = (
    (r"(?P<year>\d{4})年(?P<month>\d+)月", 0),
    ("各(?:县|区)", re.IGNORECASE),
    ("[一-龥]{2,}会议", re.MULTILINE),
)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    for pattern, flags in PATTERNS:
        re.compile(pattern, flags)
    assert patterns.keep("test")
    (file,) = tmp_path.rglob("patterns-test.*")
    re.purge()
    return file


def test_a_kept_pattern_is_the_compiled_one(kept: Path) -> None:
    fresh = [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    re.purge()
    assert patterns.warm("test")
    for known, (pattern, flags) in zip(fresh, PATTERNS, strict=True):
        warm = re.compile(pattern, flags)
        assert (warm.flags, warm.groups, dict(warm.groupindex)) == (known.flags, known.groups, dict(known.groupindex))
        assert [m.span() for m in warm.finditer(TEXT)] == [m.span() for m in known.finditer(TEXT)]
        assert [m.groupdict() for m in warm.finditer(TEXT)] == [m.groupdict() for m in known.finditer(TEXT)]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xe9\x01\x00\x00\x00"])
def test_a_damaged_file_costs_time_only(kept: Path, content: bytes) -> None:
    kept.write_bytes(content)
    assert not patterns.warm("test")
    kept.unlink()
    assert not patterns.warm("test")


def test_a_file_of_another_python_is_left_alone(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "hexversion", 0)
    assert not patterns.warm("test")


COUNTING = """
import sys
from re import _compiler
compiled = []
true_compile = _compiler.compile
_compiler.compile = lambda pattern, flags=0: (compiled.append(pattern), true_compile(pattern, flags))[1]
sys.dont_write_bytecode = False
from duban.cli import main
code = main(sys.argv[1:])
sys.stderr.write(str(len(compiled)))
sys.exit(code)
"""


@pytest.mark.parametrize(
    "words", [["read", "meeting.txt", "--json"], ["deadline", "会后5个工作日内", "--from", "2024-09-27", "--json"]]
)
def test_a_second_start_compiles_nothing_whatever_the_order_of_sets(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "meeting.txt").write_text(TEXT, encoding="utf-8")
    counts = []
    for seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPYCACHEPREFIX": str(tmp_path / "cache"),
            "PYTHONPATH": str(Path(__file__).parent.parent),
        }
        command = [sys.executable, "-c", COUNTING, *words]
        answer = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60, text=True)
        assert answer.returncode == 0, answer.stderr
        counts.append(int(answer.stderr))
    assert counts[0] > 10
    assert counts[1] == 0
