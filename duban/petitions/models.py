"""Petitions as the office may see them: redacted. Who petitioned, and the original words, lie in the vault."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Unit
from duban.petitions.states import OPEN_STATES, S, State, Verb
from duban.tasks.models import Task

USER = settings.AUTH_USER_MODEL
STATE_LABELS = {
    State.REGISTERED.value: _("已登记"),
    State.NOT_ACCEPTED.value: _("不予受理"),
    State.ACCEPTED.value: _("已受理"),
    State.REFERRED.value: _("已转办"),
    State.RETURNED.value: _("已退回"),
    State.IN_HANDLING.value: _("办理中"),
    State.EXTENDED.value: _("已延期"),
    State.REPLIED.value: _("已报答复"),
    State.CONCLUDED.value: _("已答复办结"),
    State.CALLED_BACK.value: _("已回访"),
    State.UNDER_REVIEW.value: _("复查中"),
    State.REVIEWED.value: _("已复查"),
    State.UNDER_SECOND_REVIEW.value: _("复核中"),
    State.CLOSED.value: _("已结案"),
}
VERB_LABELS = {
    "register": _("登记信访"),
    "correct": _("更正"),
    Verb.ACCEPT.value: _("受理"),
    Verb.REFUSE.value: _("不予受理"),
    Verb.REFER.value: _("转办"),
    Verb.RETURN.value: _("退回异议"),
    Verb.TAKE_UP.value: _("接收办理"),
    Verb.EXTEND.value: _("延期"),
    Verb.REPLY.value: _("报答复意见"),
    Verb.SEND_BACK.value: _("退回重办"),
    Verb.CONCLUDE.value: _("送达答复、办结"),
    Verb.CALL_BACK.value: _("回访"),
    Verb.REOPEN.value: _("重新办理"),
    Verb.ASK_REVIEW.value: _("登记复查请求"),
    Verb.UPHOLD.value: _("复查维持"),
    Verb.OVERTURN.value: _("复查撤销，重新办理"),
    Verb.ASK_SECOND_REVIEW.value: _("登记复核请求"),
    Verb.FINISH.value: _("复核维持，结案"),
    Verb.OVERTURN_AGAIN.value: _("复核撤销，重新办理"),
    Verb.CLOSE.value: _("结案"),
}


# the petitioner has a written reply
ANSWERED = tuple(
    state.value for state in (S.CONCLUDED, S.CALLED_BACK, S.UNDER_REVIEW, S.REVIEWED, S.UNDER_SECOND_REVIEW, S.CLOSED)
)


class Channel(models.TextChoices):
    """How it came."""

    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    CALL = "call", _("来电")
    WEB = "web", _("网上")
    HOTLINE = "hotline", _("12345热线")
    LEADER = "leader", _("领导信箱")


class Nature(models.TextChoices):
    """What is wanted; an accusation is held back from whom it accuses."""

    DEMAND = "demand", _("求决")
    SUGGESTION = "suggestion", _("意见建议")
    ACCUSATION = "accusation", _("检举控告")


class Conclusion(models.TextChoices):
    """What the reply says to the demand."""

    SUPPORTED = "supported", _("支持")
    PARTLY = "partly", _("部分支持")
    NOT_SUPPORTED = "not_supported", _("不支持，已解释")
    ADOPTED = "adopted", _("建议已采纳")


class Satisfaction(models.TextChoices):
    """What the petitioner said when called back."""

    SATISFIED = "satisfied", _("满意")
    FAIRLY = "fairly", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")
    UNREACHED = "unreached", _("联系不上")


class PetitionSerial(models.Model):
    """The last number given in one year; counted up in place."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Petition(models.Model):
    """One petition (信访事项): title and summary are redacted, and confirmed so by whoever registered it."""

    number = models.CharField(_("编号"), max_length=24, unique=True)
    once = models.UUIDField(null=True, unique=True, editable=False)  # the form's token: a double click is one petition
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    nature = models.CharField(_("性质"), max_length=10, choices=Nature.choices, default=Nature.DEMAND)
    type = models.CharField(_("类型"), max_length=20)
    area = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("属地"))
    received_on = models.DateField(_("收到日期"))
    urgent = models.BooleanField(_("急难愁盼"), default=False)
    withheld = models.BooleanField(_("信访人要求保密"), default=False)
    title = models.CharField(_("标题"), max_length=200)
    summary = models.TextField(_("内容摘要"))
    accused = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("被检举单位"))
    state = models.CharField(_("状态"), max_length=20, choices=STATE_LABELS, default=State.REGISTERED.value)
    # kept by the database: 1 until it is closed
    in_hand = models.GeneratedField(
        expression=Case(When(state__in=[state.value for state in OPEN_STATES], then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    handler = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办单位")
    )
    instruction = models.CharField(_("办理要求"), max_length=500, blank=True)  # what the unit was told, redacted
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    clock_rules = models.CharField(max_length=40)  # the set the clocks are counted by, as of its registration
    clock_version = models.CharField(max_length=20)
    days = models.JSONField(default=dict)  # what happened → ISO day; what the clocks count from and until
    due_on = models.DateField(_("时限"), null=True, blank=True, db_index=True)  # of the clock that runs out first
    due_clock = models.CharField(max_length=20, blank=True)
    extension = models.PositiveSmallIntegerField(_("延长天数"), default=0)
    reply = models.TextField(_("答复意见"), blank=True)
    conclusion = models.CharField(_("办理结果"), max_length=14, choices=Conclusion.choices, blank=True)
    satisfied = models.CharField(_("满意度"), max_length=12, choices=Satisfaction.choices, blank=True)
    solved = models.BooleanField(_("问题解决"), null=True)  # the last call-back's word; closed is another thing
    reopened = models.PositiveSmallIntegerField(_("重新办理次数"), default=0)
    brought = models.ForeignKey(  # the list it came in
        "PetitionImport", models.SET_NULL, null=True, blank=True, editable=False, related_name="petitions"
    )
    registered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("信访件")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATE_LABELS)), name="citizen_petition_state_known"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="citizen_petition_nature_known"),
        ]
        indexes = [models.Index(F("in_hand"), F("due_on"), name="citizen_petition_by_due")]

    def __str__(self) -> str:
        return self.number

    def happened(self) -> dict[str, date | None]:
        """Return what happened on which day, as the clocks count it."""
        return {name: date.fromisoformat(day) for name, day in self.days.items()}


class PetitionMove(models.Model):
    """One move in a petition's life: who, when, from, to, why; nothing in it tells who petitioned."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="moves")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=20, choices=VERB_LABELS)
    from_state = models.CharField(max_length=20, blank=True, choices=STATE_LABELS)
    to_state = models.CharField(max_length=20, choices=STATE_LABELS)
    facts = models.JSONField(default=dict)  # what was given, in words
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.petition} {self.verb}"


class ReplyDraft(models.Model):
    """A reply that waits for the unit's head, or came back from the head with a remark; outside the unit nobody reads it."""

    petition = models.OneToOneField(Petition, models.CASCADE, related_name="draft")
    text = models.TextField(_("答复意见"))
    conclusion = models.CharField(_("办理结果"), max_length=14, choices=Conclusion.choices)
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    written_at = models.DateTimeField(auto_now=True)
    remark = models.CharField(_("修改意见"), max_length=500, blank=True)  # of the head: then it waits for its author

    def __str__(self) -> str:
        return f"{self.petition} 拟答复"


class ImportState(models.TextChoices):
    """How far a list is."""

    PLANNED = "planned", _("待确认")
    DONE = "done", _("已登记")
    DROPPED = "dropped", _("已放弃")
    UNDONE = "undone", _("已撤销")


class PetitionImport(models.Model):
    """A list of petitions brought in; its rows lie in the vault until they are registered or dropped."""

    state = models.CharField(_("状态"), max_length=8, choices=ImportState.choices, default=ImportState.PLANNED)
    count = models.PositiveIntegerField(_("件数"), default=0)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("批量登记")

    def __str__(self) -> str:
        return f"信访件清单 {self.pk}"
