"""The command line of the plain tools: one file, text or `-`, --json, --lang, and the options a tool names. No argparse.

Read by hand: argparse alone costs more than half a bare start of Python.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

LARGEST = 60 * 1024 * 1024  # bytes of a text; the corpus of a comparison may be larger


class BadInput(ValueError):
    """What was given cannot be used; the message is the one line to print."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the input's place (or the text itself), how to answer, the values of the tool's own options."""

    place: str
    as_json: bool
    language: str  # zh, en
    options: dict[str, str] = field(default_factory=dict)

    @property
    def english(self) -> bool:
        """Whether to answer in English."""
        return self.language == "en"


def parse(argv: list[str], usage: str, options: tuple[str, ...] = (), *, wants: str = "一个文件（或 -）") -> Asked:
    """Return what was asked for; raise BadInput for what is no use. `wants` names the one input in that message."""
    places: list[str] = []
    given: dict[str, str] = {"--lang": "zh"}
    rest, as_json = list(argv), False
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in ("--lang", *options):
            if not equals and not rest:
                raise BadInput(f"{name} 后面缺少值，用法：{usage}")
            given[name] = value if equals else rest.pop(0)
        elif word == "--json":
            as_json = True
        elif word == "--":
            places += rest
            rest = []
        elif word.startswith("-") and word != "-":
            raise BadInput(f"不认识的选项“{one_line(word)}”，用法：{usage}")
        else:
            places.append(word)
    language = given.pop("--lang")
    if language not in ("zh", "en"):
        raise BadInput(f"--lang 只能是 zh 或 en，收到“{one_line(language)}”。")
    if len(places) != 1:
        raise BadInput(f"需要且只需要{wants}，收到{len(places)}个，用法：{usage}")
    return Asked(places[0], as_json, language, given)


def read_bytes(place: str, largest: int = LARGEST) -> bytes:
    """Return the content of a file or of standard input; raise BadInput with the cause."""
    try:
        if place == "-":
            content = sys.stdin.buffer.read(largest + 1)
        else:
            with open(place, "rb") as stream:  # noqa: PTH123 — pathlib costs a cold start 3 ms
                content = stream.read(largest + 1)
    except FileNotFoundError:
        raise BadInput(f"找不到文件“{one_line(place)}”，请检查路径。") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"文件“{one_line(place)}”无法读取（{error.__class__.__name__}），请检查后重试。") from None
    refuse_larger(content, place, largest)
    return content


def refuse_larger(content: bytes, place: str, largest: int) -> None:
    """Raise BadInput where there are more bytes than `largest`."""
    if len(content) > largest:
        raise BadInput(f"“{one_line(place)}”超过 {largest // 1048576} MB，请拆分后分别处理。")


def one_line(words: str) -> str:
    """Return what somebody wrote so that it fits into a message."""
    return " ".join(words.split())[:60]
