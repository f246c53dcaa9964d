"""Forms of channels and of a person's own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.notifications.models import Channel, ChannelKind
from duban.organizations.models import Unit

if TYPE_CHECKING:
    _Base = forms.ModelForm[Channel]
else:
    _Base = forms.ModelForm


class ChannelForm(_Base):
    """A channel; an address once kept is not shown again."""

    address = forms.CharField(
        label=_("地址"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_(
            "邮件写 smtp://用户:密码@服务器:端口?from=发件人邮箱；机器人写 dingtalk://、feishu://、wecombot:// 开头的地址。已保存的地址不再显示，留空就不改。"
        ),
    )

    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("（请选择）")), *ChannelKind.choices])
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.all(), required=False, empty_label=_("（办公室自己的群）"),
        help_text=_("机器人所在群属于哪个单位；空着是办公室自己的群，收全部事项的提醒"),
    )  # fmt: skip

    class Meta:
        model = Channel
        fields = ["name", "kind", "address", "unit", "on"]

    def clean_address(self) -> str:
        """Keep the address there was where none was given."""
        given: str = self.cleaned_data["address"].strip()
        if not given and not self.instance.pk:
            raise forms.ValidationError(_("没有填地址。"))
        return given or Channel.objects.values_list("address", flat=True).get(pk=self.instance.pk)


class TestForm(forms.Form):
    """To whom a test goes."""

    to = forms.EmailField(label=_("收件邮箱"), required=False)


class ContactForm(forms.Form):
    """A person's own address."""

    email = forms.EmailField(label=_("电子邮箱"), required=False, max_length=254)
    wants_mail = forms.BooleanField(label=_("每个工作日把待办摘要发到邮箱"), required=False)
