"""Sources of tasks: inspections."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.menu import MenuEntry


class InspectionsConfig(AppConfig):
    name = "duban.inspections"
    verbose_name = _("督察整改")
    menu = (
        MenuEntry(
            _("督察整改"),
            "inspections:inspections",
            30,
            roles=("clerk", "supervision_desk", "leader", "liaison", "unit_head"),
        ),
    )
    audit_things = {"petition": _("督察信访件"), "inspections": _("督察")}
    today_sections = ("duban.inspections.today.sections",)
    waiting = ("duban.inspections.waiting.waiting_for",)
    reminders = (
        "duban.inspections.reminders.reply_clocks",
        "duban.inspections.reminders.deadline_questions",
    )
    unit_pointers = (
        ("Inspection", "desk_unit"),
        ("Term", "unit"),
        ("Sweep", "lead_unit"),
        ("DocumentRequest", "unit"),
        ("SpotMatter", "unit"),
        ("Finding", "lead_unit"),
    )
    worker_rounds = ("duban.inspections.rounds.go_round",)
    task_clocks = ("duban.inspections.task_clocks.reply_clocks",)
    unit_holders = ("duban.inspections.actions.handing_over",)
    task_guards = ("duban.inspections.queries.accused.why_barred",)
    closing_guards = ("duban.inspections.actions.filing.why_open",)
    task_followers = ("duban.inspections.actions.filing.follow_task",)
    vault_kinds = {"batch_rows": _("交办清单各行原文")}
    vault_purposes = {
        "inspections.preview": _("解读交办清单"),
        "inspections.accept": _("受理信访件，逐件封存"),
    }
    file_readers = ("duban.inspections.queries.files.reads_picture",)
    file_uses = ("duban.inspections.queries.files.file_uses",)

    @property
    def audit_verbs(self) -> dict[str, Any]:
        """The verbs of the desk and of a petition's life."""
        from duban.inspections.models import VERB_LABELS  # models are there only once the apps are

        others = {
            "inspections.reorganize": _("机构调整移交"),
            "publication.prepare": _("编制公开表"),
            "publication.confirm": _("复核同意公开"),
            "publication.publish": _("登记公开"),
            "publication.withdraw": _("撤回公开表"),
            "inspections.open": _("新建督察"),
            "inspections.change": _("修改督察设置"),
            "inspections.open_batch": _("新建批次"),
            "inspections.announce": _("登记通报件数"),
            "inspections.explain": _("说明件数差异"),
            "inspections.take_in": _("上传交办清单"),
            "inspections.change_row": _("更正清单行"),
            "inspections.confirm_text": _("确认脱敏"),
            "inspections.decide_row": _("处置清单行"),
            "inspections.accept": _("受理交办清单"),
            "inspections.undo": _("撤销受理"),
            "inspections.undo_petition": _("撤销受理信访件"),
            "sweep.open": _("发起举一反三排查"),
            "sweep.add_site": _("列入排查点位"),
            "sweep.note_site": _("登记排查情况"),
            "sweep.ask": _("申请排查销号"),
            "sweep.close": _("排查销号"),
            "sweep.send_back": _("退回排查"),
            "look_back.draw": _("抽样回头看"),
            "look_back.note": _("登记回头看结果"),
            "desk.enter": _("登记督察事务"),
            "desk.sign_for": _("签收督察事务"),
            "desk.answer": _("答复督察事务"),
            "desk.send_back": _("退回督察事务的答复"),
            "desk.settle": _("督察事务办结"),
            "finding.enter": _("登记反馈问题"),
            "finding.note_step": _("登记整改措施完成"),
            "finding.ask": _("申请反馈问题销号"),
            "finding.file": _("反馈问题销号备案"),
            "finding.send_back": _("退回反馈问题"),
            "finding.reopen": _("反馈问题重新整改"),
        }
        return {**{f"petition.{verb}": label for verb, label in VERB_LABELS.items()}, **others}

    audit_fields = {
        "row": _("行"),
        "types": _("污染类型"),
        "accused": _("被反映单位"),
        "rows": _("行数"),
        "opened": _("恢复显示"),
        "masked": _("再隐去"),
        "link": _("认定重复"),
        "batch": _("批次"),
        "words": _("字句"),
        "changed": _("改动的文字"),
        "measure": _("措施"),
        "visit": _("现场核查"),
        "picture": _("照片"),
        "filing_number": _("备案文号"),
        "unit_day": _("单位办理日期"),
        "unit_answer": _("单位答复"),
        "revisit_on": _("计划回访日期"),
    }
