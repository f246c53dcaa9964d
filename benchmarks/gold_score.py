"""Score the reading with DUBAN_SHARED/gold/score.py: all annotated meetings, the part rules were tuned on, and the unseen part."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from duban.settings import setting  # noqa: E402
from tests.reading.gold_split import UNSEEN  # noqa: E402


@dataclass(frozen=True, slots=True)
class Score:
    """One part's figures: `headline` and each figure's F1, and the broken promises by name."""

    headline: float
    figures: dict[str, float]
    broken: tuple[str, ...]


def answers(gold: Path, names: list[str]) -> dict[str, str]:
    """Return what `duban read` prints for each annotated meeting, read in one run."""
    duban = Path(sys.executable).with_name("duban")
    files = [str(gold / f"{name}.txt") for name in names]
    printed = subprocess.run([str(duban), "read", "--jsonl", *files], capture_output=True, text=True, check=True)
    return dict(zip(names, printed.stdout.splitlines(), strict=True))


def score_part(gold: Path, printed: dict[str, str]) -> Score:
    """Return the score of the answers; the scorer gets them in a folder of their own, beside copies of the texts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, answer in printed.items():
            for path in gold.glob(f"{name}.*"):
                shutil.copy(path, folder)
            (Path(folder) / f"{name}.txt.json").write_text(answer, "utf-8")
        scorer = [sys.executable, str(gold / "score.py"), "--dir", folder, "--json", "--command", "cat {file}.json"]
        result = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=False).stdout)
    figures = {name: figure["f1"] for name, figure in result["figures"].items()}
    return Score(result["headline"], figures, tuple(result["broken"]))


def scores(gold: Path) -> dict[str, Score]:
    """Return the score of each part."""
    names = parts(gold)
    printed = answers(gold, names["all"])
    return {part: score_part(gold, {name: printed[name] for name in listed}) for part, listed in names.items()}


def parts(gold: Path) -> dict[str, list[str]]:
    """Return the names of the annotated meetings: all, those rules may be tuned on, those they may not."""
    names = sorted(path.name.removesuffix(".gold.json") for path in gold.glob("*.gold.json"))
    unseen = set(UNSEEN)
    return {"all": names, "tune": [n for n in names if n not in unseen], "unseen": [n for n in names if n in unseen]}


def main() -> int:
    """Print the three parts side by side; exit 1 where a promise was broken."""
    gold = (PROJECT / setting("DUBAN_SHARED")).resolve() / "gold"
    if not (gold / "score.py").is_file():
        print(f"ATTENTION: the reading was NOT scored, DUBAN_SHARED is not there: {gold.parent}", file=sys.stderr)
        return 0
    result = scores(gold)
    print(f"{'':14}" + "".join(f"{part:>9}" for part in result))
    for name in result["all"].figures:
        print(f"{name:14}" + "".join(f"{score.figures[name]:9.3f}" for score in result.values()))
    print(f"{'headline':14}" + "".join(f"{score.headline:9.3f}" for score in result.values()))
    for problem in result["all"].broken:
        print(f"broken promise: {problem}")
    return 1 if result["all"].broken else 0


if __name__ == "__main__":
    sys.exit(main())
