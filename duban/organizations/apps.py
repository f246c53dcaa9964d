"""Units, posts, people, sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.web.access import ADMINISTRATOR
from duban.web.menu import SETTINGS, MenuEntry


class OrganizationsConfig(AppConfig):
    name = "duban.organizations"
    menu = (
        MenuEntry(_("单位"), "organizations:units", 60, group=SETTINGS),
        MenuEntry(_("用户"), "organizations:users", 70, roles=(ADMINISTRATOR, "security"), group=SETTINGS),
    )
    today_sections = ("duban.organizations.today.sections",)
    audit_verbs = {
        "create_unit": _("新增单位"),
        "change_unit": _("修改单位"),
        "create_user": _("新增用户"),
        "change_user": _("修改用户"),
        "issue_reset_code": _("发重置码"),
        "reset_password": _("用重置码设密码"),
        "change_password": _("修改密码"),
        "sign_in": _("登录"),
        "reorganize": _("机构调整"),
        "leave": _("离任停用"),
        "import_accounts": _("导入账号"),
        "undo_import_accounts": _("撤销账号导入"),
        "delete_user": _("删去用户"),
        "appoint_deputy": _("请人代理"),
        "end_deputyship": _("结束代理"),
    }
    audit_fields = {
        "posts": _("岗位"),
        "short_names": _("其他简称"),
        "former_names": _("曾用名"),
        "parent": _("上级单位"),
        "units": _("单位"),
        "deputy": _("代理人"),
        "successor": _("接手的人"),
        "handed_over": _("交接件数"),
        "created": _("新增"),
        "changed": _("修改"),
        "left": _("保持现状的人"),
        "first_day": _("代理自"),
        "last_day": _("代理至"),
    }
