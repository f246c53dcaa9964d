"""The trail in the office's words: verbs and fields as the apps name them.

An AppConfig lists its verbs in `audit_verbs`, in `audit_things` what verbs with a prefix are done to, and in `audit_fields` the fields that are not a model's own.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from duban.audit.rules import PURGE, Fault, Verdict

if TYPE_CHECKING:
    from duban.audit.models import AuditEntry

FAULTS = {
    Fault.LINK: gettext_lazy("编号 %(row)s 的记录接不上前一条：中间有记录被删除、插入或换了次序"),
    Fault.CHANGED: gettext_lazy("编号 %(row)s 的记录内容被改动过"),
    Fault.BLANKED: gettext_lazy("编号 %(row)s 的记录有内容被抹去，却没有清除的记录"),
    Fault.CUT: gettext_lazy("末尾有记录被删去：在第 %(next)s 条以后"),
    Fault.EXTRA: gettext_lazy("末尾有不是本系统写入的记录：在第 %(next)s 条前后"),
    Fault.SIGNATURE: gettext_lazy("各条记录一致，但链尾没有签名或签名不符：链尾被动过，或者更换过密钥"),
}


def verdict_words(verdict: Verdict) -> str:
    """Return the outcome of a check in a sentence: what is wrong, what to do."""
    counts = {"rows": f"{verdict.rows:,}", "purged": f"{verdict.purged:,}"}
    if verdict.fault is None:
        if verdict.purged:
            return gettext("%(rows)s 条记录逐条校验一致，其中 %(purged)s 条有内容按规定清除。") % counts
        return gettext("%(rows)s 条记录逐条校验一致，没有被改动、删除或插入。") % counts
    fault = str(FAULTS[verdict.fault]) % {"row": verdict.broken, "next": f"{verdict.rows + 1:,}"}
    advice = gettext("%(fault)s。前 %(rows)s 条一致。请保留现场，比对最近的备份。")
    return advice % {"fault": fault, **counts}


def verbs() -> list[tuple[str, str]]:
    """Return every verb the apps name, with its words, in the order of the words; the same words get what they are done to."""
    named = {verb: str(words) for verb, words in _listed("audit_verbs").items()}
    times, things = Counter(named.values()), _listed("audit_things")
    for verb, words in named.items():
        if times[words] > 1:
            named[verb] = gettext("%(verb)s（%(thing)s）") % {
                "verb": words,
                "thing": things.get(verb.partition(".")[0], verb),
            }
    return sorted(named.items(), key=lambda item: item[1])


def verb_name(verb: str) -> str:
    """Return a verb in words; the verb itself where no app names it."""
    return str(_listed("audit_verbs").get(verb, verb))


def changes_text(entry: AuditEntry) -> list[tuple[str, str]]:
    """Return the changed fields in words, each with `before → after`, or the word for a purged value."""
    shown = []
    for field, values in entry.changes.items():
        if entry.verb == PURGE and field == "purged":
            text = gettext("%d 条") % len(values)
        elif values is None and entry.purged_by_id is not None:
            text = gettext("（已清除）")
        else:
            text = value_text(entry.object_type, field, values)
        shown.append((field_name(entry.object_type, field), text))
    return shown


def field_name(object_type: str, field: str) -> str:
    """Return a field in words: as an app lists it, else as the model names it.

    `requirement:12.decision` names a field of a row that belongs to the object.
    """
    row, _dot, own = field.rpartition(".")
    if row:
        model, _colon, number = row.partition(":")
        return f"{_listed('audit_fields').get(model, model)}{number} {field_name(_sibling(object_type, model), own)}"
    listed = _listed("audit_fields").get(field)
    if listed is not None:
        return str(listed)
    return str(getattr(_model_field(object_type, field), "verbose_name", field))


def value_text(object_type: str, field: str, values: Any) -> str:
    """Return `before → after` for a pair, just the value for something new; a choice in its words."""
    row, _dot, own = field.rpartition(".")
    model_field = _model_field(_sibling(object_type, row.partition(":")[0]) if row else object_type, own)
    names = dict(getattr(model_field, "flatchoices", ()))

    def named(value: Any) -> str:
        return str(names[value]) if isinstance(value, str | int) and value in names else _shown(value)

    if isinstance(values, list) and len(values) == 2:
        before, after = values
        return named(after) if before in (None, "") else f"{named(before)} → {named(after)}"
    return named(values)


def _sibling(object_type: str, model: str) -> str:
    """Return the label of another model in the same app."""
    return f"{object_type.partition('.')[0]}.{model}"


def _model_field(object_type: str, field: str) -> Any:
    """Return the model's field of this name, or None."""
    try:
        return apps.get_model(object_type)._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


@cache
def _listed(attribute: str) -> dict[str, str | Promise]:
    """Return what all apps list under this attribute."""
    names: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        names.update(getattr(config, attribute, {}))
    return names


def _shown(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if value in (None, "", []):
        return gettext("（空）")
    if isinstance(value, list):
        return "、".join(_shown(part) for part in value)
    return str(value)
