"""What `duban check` asks of the audit trail: its end alone; every row is asked by `duban audit verify`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duban.audit import heads
from duban.audit.actions import verify_chain
from duban.audit.models import AuditEntry, ChainHead
from duban.audit.wording import verdict_words
from duban.web.checking import Problem


def problems(thorough: bool) -> Iterator[Problem]:
    """Yield what is wrong with the trail; `thorough` checks every row."""
    if thorough:
        verdict = verify_chain()
        if not verdict.whole:
            yield Problem("audit", verdict_words(verdict), _advice())
        return
    head = ChainHead.objects.filter(pk=1).first()
    last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
    fits = last is None if head is None else heads.signed_here(head) and (head.hash == last or head.length == 0)
    if not fits:
        yield Problem("audit", _("审计记录链的末尾与登记的不符，可能有记录被删去，或者更换过密钥。"), _advice())


def _advice() -> str:
    return _("运行 duban audit verify 看从哪一条起；恢复备份或更换密钥以后用 duban audit settle --reason 写明。")
