"""The ways out of the house: SMTP by the standard library, group robots by Apprise where it is installed."""

from __future__ import annotations

import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext as _

from duban.notifications.models import Channel, ChannelKind, Delivery
from duban.settings import setting

PATIENCE = 15  # seconds until a server that does not answer counts as hanging


class NotSent(Exception):
    """The message did not go out; the text says why, without the channel's secrets."""


def send(channel: Channel, delivery: Delivery) -> None:
    """Send one message and return once the other side has accepted it; raise NotSent."""
    if channel.kind == ChannelKind.MAIL:
        _send_mail(channel, delivery)
    else:
        _send_by_robot(channel, delivery)


def address_trouble(kind: str, address: str) -> str:
    """Return what is wrong with an address, or nothing."""
    parts = urlsplit(address)
    if kind == ChannelKind.MAIL:
        try:
            good = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 25) > 0
        except ValueError:
            good = False
        if not good or "@" not in parse_qs(parts.query).get("from", [""])[0]:
            return _("邮件地址要写成 smtp://用户:密码@服务器:端口?from=发件人邮箱（加密用 smtps://）。")
        return ""
    try:
        from apprise import Apprise
    except ModuleNotFoundError:
        return _("没有安装群机器人组件，请先安装 duban[notify] 再启用。")
    if not Apprise().add(address):
        return _("这不是可用的机器人地址，请写成 dingtalk://…、feishu://…、wecombot://… 这样的 Apprise 地址。")
    return ""


def _send_mail(channel: Channel, delivery: Delivery) -> None:
    parts = urlsplit(channel.address)
    sender = parse_qs(parts.query).get("from", [""])[0]
    message = EmailMessage()
    message["Subject"], message["To"], message["Message-ID"] = delivery.subject, delivery.to, delivery.message_id
    message["From"] = Address(setting("DUBAN_OFFICE"), addr_spec=sender)
    message["Date"], message["Auto-Submitted"] = formatdate(localtime=True), "auto-generated"
    message.set_content(delivery.body)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(
            parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25), timeout=PATIENCE
        ) as server:
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except smtplib.SMTPAuthenticationError:
        raise NotSent(_("邮件服务器不接受用户名或密码，请在消息通道里改正。")) from None
    except smtplib.SMTPRecipientsRefused:
        raise NotSent(_("邮件服务器拒收给“%(to)s”的邮件，请核对邮箱地址。") % {"to": delivery.to}) from None
    except (OSError, smtplib.SMTPException) as error:
        if isinstance(error, TimeoutError) or "timed out" in str(error):  # smtplib wraps some time-outs in words
            raise NotSent(_("邮件服务器 %(seconds)d 秒没有应答，稍后自动重试。") % {"seconds": PATIENCE}) from None
        raise NotSent(_("邮件没有发出（%(error)s），稍后自动重试。") % {"error": type(error).__name__}) from None


def _send_by_robot(channel: Channel, delivery: Delivery) -> None:
    try:
        from apprise import Apprise, NotifyFormat
    except ModuleNotFoundError:
        raise NotSent(_("没有安装群机器人组件，请先安装 duban[notify]。")) from None
    robot = Apprise()
    if not robot.add(channel.address):
        raise NotSent(_("机器人地址不可用，请在消息通道里改正。"))
    if not robot.notify(title=delivery.subject, body=delivery.body, body_format=NotifyFormat.TEXT):
        raise NotSent(_("机器人没有接受消息，可能地址或密钥已变，或网络不通；稍后自动重试。"))
