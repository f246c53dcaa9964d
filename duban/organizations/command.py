"""`duban reset-code USER` and `duban add-administrator USER`: for an office that cannot sign in yet, or any more."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings
from django.db import transaction

from duban.organizations import actions
from duban.organizations.models import Role, Unit, UnitKind, User

_TOLD = """{name}（{username}）的一次性重置码：

    {code}

24 小时内有效，只能用一次，不再显示。请本人打开登录页的“用重置码设密码”。"""


def run(argv: list[str]) -> int:
    """Print a one-time code once; 2 with one line where the user is not there or not in use."""
    command, rest = argv[0], argv[1:]
    parser = argparse.ArgumentParser(prog=f"duban {command}", description=_MEANINGS[command])
    parser.add_argument("username", metavar="USER", help="登录名")
    if command == "add-administrator":
        parser.add_argument("--security", action="store_true", help="安全管理员（三员分立时授予岗位、发重置码）")
    given = parser.parse_args(rest)
    username: str = given.username
    user = _new_administrator(username, given.security) if command == "add-administrator" else _user_in_use(username)
    if user is None:
        return 2
    code = actions.issue_reset_code(user, actor=None)
    print(_TOLD.format(name=user.name, username=user.username, code=code))
    return 0


_MEANINGS = {
    "reset-code": "给一名用户发一次性重置码。",
    "add-administrator": "新建一名系统管理员，并发一次性重置码；新装的系统由此开始。",
}


def _user_in_use(username: str) -> User | None:
    """Return the user, or say why there is no code for them."""
    user = User.objects.filter(username=username).first()
    if user is None:
        print(f"没有登录名为“{username}”的用户，请核对登录名。", file=sys.stderr)
    elif not user.is_active:
        print(f"用户“{username}”已停用，请先由系统管理员在“用户”页启用。", file=sys.stderr)
        return None
    return user


@transaction.atomic
def _new_administrator(username: str, security: bool) -> User | None:
    """Add a user with the administrator's post (or the security administrator's) in the office, making the office's unit in an empty installation."""
    if User.objects.filter(username=username).exists():
        print(f"已有登录名为“{username}”的用户；只要重设密码，请用 duban reset-code {username}。", file=sys.stderr)
        return None
    office = Unit.objects.filter(kind=UnitKind.OFFICE, active=True).first()
    if office is None:
        unit = Unit(code="1", name=settings.OFFICE, short_name=settings.OFFICE, kind=UnitKind.OFFICE)
        office = actions.save_unit(unit, actor=None)
    user = User(username=username, name="安全管理员" if security else "系统管理员")
    role = Role.SECURITY if security else Role.ADMINISTRATOR
    return actions.save_user(user, [actions.PostFacts(office, role)], actor=None)
