"""What each rule and each lexicon entry did over the texts of DUBAN_SHARED/corpus: the evidence that a rule is true of the language."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from duban.reading import lexicon, read_file  # noqa: E402
from duban.reading.lexicon.reasons import REASONS  # noqa: E402
from duban.reading.model import CannotRead, Reading  # noqa: E402
from duban.settings import setting  # noqa: E402
from tests.reading.gold_split import UNSEEN  # noqa: E402

FOLDERS = ("meetings", "meetings-other", "work-reports")
POLICIES = Path("policies") / "hebei-policy-docs.csv"
LARGEST_FIELD = 10_000_000
ENOUGH = 2  # texts outside the tuning part
SAMPLES = 3
# Modules of the lexicon that hold generated character readings or sentences for people, not words to find.
_PATTERN = re.compile(r"[\[(\\?*+^$.]")
NOT_WORDS = re.compile(r"readings|rules|reasons|tables")


def corpus_texts(shared: Path) -> list[Path]:
    """Return the texts of the corpus in order."""
    return [path for folder in FOLDERS for path in sorted((shared / "corpus" / folder).glob("*.txt"))]


def policy_texts(shared: Path) -> list[str]:
    """Return the policy documents of the corpus: no meetings, but the language of offices below the state."""
    csv.field_size_limit(LARGEST_FIELD)
    with (shared / "corpus" / POLICIES).open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def tuning_names(shared: Path) -> frozenset[str]:
    """Return the names of annotated texts that the rules may be tuned on."""
    return frozenset(path.name.removesuffix(".gold.json") for path in (shared / "gold").glob("*.gold.json")) - set(
        UNSEEN
    )


def tables() -> dict[str, tuple[str, ...]]:
    """Return every table of the lexicon, by module and name, as the words or patterns it holds."""
    found: dict[str, tuple[str, ...]] = {}
    for module in iter_modules(lexicon.__path__):
        if NOT_WORDS.match(module.name):
            continue
        for name, value in vars(import_module(f"{lexicon.__name__}.{module.name}")).items():
            if name.isupper() and not name.startswith("_") and (words := tuple(_words(value))):
                found[f"{module.name}.{name}"] = words
    return found


def _words(table: object) -> Iterator[str]:
    """Yield the entries of a table: a collection, words with | or blanks between them, characters, or one pattern."""
    if isinstance(table, str) and _PATTERN.search(table):
        yield table
    elif isinstance(table, str):
        yield from re.split(r"[| \n]+", table.strip()) if re.search(r"[| \n]", table) else table
    for entry in table if isinstance(table, tuple | list | set | frozenset | dict) else ():
        word = entry[0] if isinstance(entry, tuple) and entry else entry
        if isinstance(word, str):
            yield word


def pattern_of(word: str) -> re.Pattern[str]:
    """Return a pattern for an entry, which is a word or itself a pattern; a pattern for a clause's edge is tried anywhere."""
    return re.compile(re.sub(r"\^|(?<!\\)\$(?=$|[|)])", "", word) if _PATTERN.search(word) else re.escape(word))


def weak_entries(shared: Path) -> dict[str, list[str]]:
    """Return, by table, the entries that stand in fewer than ENOUGH texts outside the tuning part and give no reason."""
    tuning = tuning_names(shared)
    texts = [path.read_text("utf-8") for path in corpus_texts(shared) if path.stem not in tuning] + policy_texts(shared)
    everything = "\n".join(texts)
    found: dict[str, list[str]] = {}
    for table, words in tables().items():
        excused = {word for listed in REASONS.get(table.partition(".")[0], {}).values() for word in listed.split()}
        weak = [word for word in words if word not in excused and not _stands_in_enough(word, texts, everything)]
        if weak:
            found[table] = weak
    return found


def _stands_in_enough(word: str, texts: list[str], everything: str) -> bool:
    pattern = pattern_of(word)
    if not pattern.search(everything):
        return False
    count = 0
    for text in texts:
        count += pattern.search(text) is not None
        if count == ENOUGH:
            return True
    return False


def decisions(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the code of every rule that decided something in a reading, with the words it decided about."""
    text = reading.restored.text
    for item in reading.agenda:
        yield f"agenda: {item.rule}", item.topic
    for requirement in reading.requirements:
        yield f"requirement: {requirement.rule}", requirement.text
        for action in requirement.actions:
            yield f"action: {action.rule}", action.text
            yield action.trackable_rule, action.text
            if action.deadline:
                yield f"deadline: {action.deadline.rule}", action.deadline.text
            for target in action.targets:
                yield f"target: {target.rule}", target.text
            for unit in action.units:
                yield unit.rule, f"{unit.text} ← {action.text}"
    for sentence in reading.sentences:
        if sentence.dropped:
            yield f"dropped: {sentence.dropped}", text[slice(*sentence.span)]


def print_rules(readings: dict[str, Reading]) -> None:
    """Print each rule with its count, the number of texts it fired in, and samples from different texts."""
    counts: Counter[str] = Counter()
    texts: dict[str, set[str]] = defaultdict(set)
    samples: dict[str, list[str]] = defaultdict(list)
    for name, reading in readings.items():
        for rule, words in decisions(reading):
            counts[rule] += 1
            if name not in texts[rule] and len(samples[rule]) < SAMPLES:
                samples[rule].append(words.replace("\n", " ")[:44])
            texts[rule].add(name)
    print(f"{'rule':36}{'count':>8}{'texts':>7}  samples")
    for rule, count in sorted(counts.items()):
        print(f"{rule:36}{count:8}{len(texts[rule]):7}  {' | '.join(samples[rule])}")


def print_entries(readings: dict[str, Reading], tuning: frozenset[str]) -> None:
    """Print each entry of each table: texts outside tuning, sentences kept and dropped, actions trackable and not."""
    outside = [reading.restored.text for name, reading in readings.items() if name not in tuning]
    places: dict[str, list[str]] = {"kept": [], "dropped": [], "trackable": [], "not": []}
    for reading in readings.values():
        for sentence in reading.sentences:
            places["dropped" if sentence.dropped else "kept"].append(reading.restored.text[slice(*sentence.span)])
        for requirement in reading.requirements:
            for action in requirement.actions:
                places["trackable" if action.trackable else "not"].append(action.text)
    joined = {name: "\n".join(parts) for name, parts in places.items()}
    print(f"{'table and entry':44}{'texts':>7}{'kept':>8}{'dropped':>9}{'trackable':>11}{'not':>8}")
    for table, words in tables().items():
        for word in words:
            pattern = pattern_of(word)
            numbers = [sum(pattern.search(text) is not None for text in outside)]
            numbers += [sum(1 for _ in pattern.finditer(part)) for part in joined.values()]
            label = f"{table} {word}"
            print(f"{label:44}{numbers[0]:7}{numbers[1]:8}{numbers[2]:9}{numbers[3]:11}{numbers[4]:8}")


def main() -> int:
    """Run over the whole corpus and print one of the two lists; exit 1 where an entry has no evidence and no reason."""
    parser = argparse.ArgumentParser(prog="scripts/rules-over-corpus", description=__doc__)
    parser.add_argument("--entries", action="store_true", help="lexicon entries in place of rules")
    parser.add_argument("--weak", action="store_true", help="only entries without evidence; quick, nothing is read")
    options = parser.parse_args()
    shared = (PROJECT / setting("DUBAN_SHARED")).resolve()
    if not (shared / "corpus").is_dir():
        print(f"DUBAN_SHARED is not there: {shared}", file=sys.stderr)
        return 2
    if not options.weak:
        readings: dict[str, Reading] = {}
        for path in corpus_texts(shared):
            try:
                readings[path.stem] = read_file(path)
            except CannotRead as refusal:
                print(f"{path.name}: {refusal.message}", file=sys.stderr)
        if options.entries:
            print_entries(readings, tuning_names(shared))
        else:
            print_rules(readings)
    weak = weak_entries(shared)
    for table, words in weak.items():
        print(f"in fewer than {ENOUGH} texts outside the tuning part, without a reason: {table}: {' '.join(words)}")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
