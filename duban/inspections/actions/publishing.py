"""The public table of a batch: one person prepares it, another lets it go out, the proof is noted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.models import Batch, Publication, PublicationState
from duban.inspections.papers import table_of
from duban.inspections.permissions import may_run_desk
from duban.inspections.queries.publications import TakenUp, taken_up_since
from duban.inspections.states import MoveRefused
from duban.organizations.models import User


@transaction.atomic
def prepare_publication(batch: Batch, *, actor: User) -> Publication:
    """Freeze the table as it would go out now (编制公开表); an older one that waits is withdrawn. Raise MoveRefused."""
    _check(actor)
    Batch.objects.select_for_update().get(pk=batch.pk)
    if not batch.inspection.public_headings:
        raise MoveRefused(_("“%s”没有设置公开表表头，请先在督察设置里填写。") % batch.inspection)
    table, left_out = table_of(batch)
    if not table.rows:
        raise MoveRefused(_("第%d批还没有已回复督察组的信访件，没有内容可公开；请回复后再编制。") % batch.number)
    for waiting in batch.publications.filter(state__in=[PublicationState.PREPARED, PublicationState.CONFIRMED]):
        _move(waiting, PublicationState.WITHDRAWN, actor, "withdraw", withdrawn_why=_("重新编制"))
    version = (batch.publications.aggregate(last=Max("version"))["last"] or 0) + 1
    publication = Publication.objects.create(
        batch=batch, version=version, headings=list(table.headings), rows=[list(row) for row in table.rows],
        masked=table.masked, left_out=left_out, prepared_by=actor, prepared_by_name=str(actor),
    )  # fmt: skip
    counts = {"version": version, "rows": len(table.rows), "left_out": left_out, "masked": table.masked}
    record("publication.prepare", publication, actor=actor, changes=counts)
    return publication


@transaction.atomic
def confirm_publication(publication: Publication, *, actor: User) -> None:
    """Let the table go out as it is shown (复核同意公开); raise MoveRefused for who prepared it or where it changed."""
    _check(actor)
    if publication.prepared_by_id == actor.pk:
        raise MoveRefused(_("这张表是您编制的，要由另一位同事复核。"))
    if is_outdated(publication):
        raise MoveRefused(_("编制之后信访件有改动，表里不是最新内容；请重新编制后再复核。"))
    _move(
        publication, PublicationState.CONFIRMED, actor, "confirm", froms=[PublicationState.PREPARED],
        confirmed_by=actor, confirmed_by_name=str(actor), confirmed_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def note_published(publication: Publication, *, actor: User, on: date, link: str, today: date) -> None:
    """Note when and where the table was made public (登记公开)."""
    _check(actor)
    if on > today:
        raise MoveRefused(_("公开日期 %s 还没有到，请填实际公开的日期。") % on)
    if publication.confirmed_at and on < timezone.localdate(publication.confirmed_at):
        raise MoveRefused(_("公开日期 %s 早于复核日期，请核对。") % on)
    if any(timezone.localdate(one.at) <= on for one in taken_up(publication)):
        raise MoveRefused(_("这张表里有信访件已重新办理或被退回重报，不能再按这一版公开；请重新编制、复核。"))
    _move(
        publication, PublicationState.PUBLISHED, actor, "publish", froms=[PublicationState.CONFIRMED],
        published_on=on, link=link, noted_by_name=str(actor),
    )  # fmt: skip


@transaction.atomic
def withdraw_publication(publication: Publication, *, actor: User, reason: str) -> None:
    """Withdraw the table, published or not (撤回公开表), with the reason."""
    _check(actor)
    if not reason.strip():
        raise MoveRefused(_("没有写撤回理由，请写明后再撤回。"))
    froms = [PublicationState.PREPARED, PublicationState.CONFIRMED, PublicationState.PUBLISHED]
    _move(publication, PublicationState.WITHDRAWN, actor, "withdraw", froms=froms, withdrawn_why=reason.strip())


def taken_up(publication: Publication) -> list[TakenUp]:
    """Return the petitions of an agreed table that were reopened or rejected since: it needs a new review."""
    return taken_up_since([publication]).get(publication.pk, [])


def is_outdated(publication: Publication) -> bool:
    """Tell whether the petitions say something else than the table by now."""
    table, left_out = table_of(publication.batch)
    now = ([list(row) for row in table.rows], list(table.headings), left_out)
    return now != (publication.rows, publication.headings, publication.left_out)


def _check(actor: User) -> None:
    if not may_run_desk(actor):
        raise PermissionDenied


def _move(
    publication: Publication, to: PublicationState, actor: User, verb: str,
    froms: list[PublicationState] | None = None, **values: Any,
) -> None:  # fmt: skip
    """Write the new state where the old one is one of those; raise MoveRefused where somebody was faster."""
    before = publication.state
    there = Publication.objects.filter(pk=publication.pk, state__in=froms or [before])
    if not there.update(state=to, **values):
        now = Publication.objects.get(pk=publication.pk).get_state_display()
        raise MoveRefused(_("这张表现在是“%s”，不能这样办；请刷新页面后再看。") % now)
    changes = {"state": [before, to.value], **{name: str(value) for name, value in values.items()}}
    record(f"publication.{verb}", publication, actor=actor, changes=changes, reason=values.get("withdrawn_why", ""))
    publication.refresh_from_db()
