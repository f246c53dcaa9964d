"""The statistics of an inspection and the list behind each of their figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.audit.drawings import kept
from duban.inspections.counting import Statistics, accepted, marks_of, statistics_of, with_standing
from duban.inspections.forms.filters import PeriodForm, PetitionFilterForm
from duban.inspections.permissions import inspections_visible_to, reads_desk, visible_to
from duban.organizations.models import Role
from duban.organizations.permissions import requires
from duban.tasks.permissions import UNIT_READERS
from duban.web.charts import BarChart, bar_chart
from duban.web.paging import page_of

READERS = (Role.CLERK, Role.DESK, Role.LEADER)


@require_safe
@requires(*READERS)
def statistics(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the counts by day, channel, area, type, verdict, conclusion and clock; print-ready."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    today, form = timezone.localdate(), PeriodForm(request.GET)
    condition = form.condition()
    period = "".join(f"{name}={value}&" for name, value in form.cleaned_data.items() if value)

    def draw() -> str:
        petitions = visible_to(request.user).filter(condition, inspection=inspection)
        counted = statistics_of(inspection, petitions, today)
        context = {"inspection": inspection, "counted": counted, "period": period, **_charts(counted)}
        return render_to_string("inspections/_statistics.html", context)

    # the office and leaders see the same petitions: all
    body = kept(f"inspections:{pk}:{period}", today, draw, lambda: marks_of(inspection))
    context = {"inspection": inspection, "form": form, "body": body, "narrowed": bool(period), "today": today}
    return render(request, "inspections/statistics.html", context)


@require_safe
@requires(*READERS, *UNIT_READERS)
def petitions(request: HttpRequest, pk: int) -> HttpResponse:
    """List the inspection's petitions that this person may see: what every figure opens."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    today, form = timezone.localdate(), PetitionFilterForm(request.GET, inspection=inspection)
    seen = with_standing(visible_to(request.user).filter(inspection=inspection), today)
    wanted = form.condition()
    if not form.cleaned_data.get("state"):  # returned ones are no part of any figure but their own
        seen = accepted(seen)
    rows = seen.filter(wanted).select_related("batch", "area", "main_type", "lead_unit", "duplicate_of")
    context = {
        "inspection": inspection,
        "form": form,
        "page": page_of(request, rows.order_by("-batch__day", "position")),
        "narrowed": form.narrowed(),
        "today": today,
        "desk": reads_desk(request.user),
    }
    return render(request, "inspections/petitions.html", context)


def _charts(counted: Statistics) -> dict[str, BarChart]:
    days, progress = counted.days, counted.standings
    return {
        "day_chart": bar_chart(
            [row.label[5:] for row in days],
            [[row.tally.letters for row in days], [row.tally.calls for row in days]],
            stacked=True,
        ),
        "progress_chart": bar_chart(
            [step.day.isoformat()[5:] for step in progress],
            [[step.handed_over for step in progress], [step.answered for step in progress]],
        ),
        "area_chart": bar_chart(
            [row.label for row in counted.areas],
            [
                [row.tally.going_on for row in counted.areas],
                [row.tally.staged for row in counted.areas],
                [row.tally.concluded for row in counted.areas],
            ],
            stacked=True,
        ),
        "type_chart": bar_chart(
            [row.label for row in counted.types],
            [[row.tally.total for row in counted.types], [row.mentions or 0 for row in counted.types]],
        ),
    }
