"""A secrecy mark is refused wherever it stands; the words in running text are not a mark."""

from __future__ import annotations

import pytest

from duban.reading.intake import intake_bytes
from duban.reading.model import CannotRead

BODY = "云陵市人民政府常务会议纪要\n会议要求，要加快推进重大项目建设。\n"


@pytest.mark.parametrize(
    "text",
    [
        f"机密★5年\n{BODY}",
        f"秘密\n{BODY}",
        f"绝密★30年\n特急\n{BODY}",
        f"000012\n机 密 ★ 1 年\n{BODY}",
        f"秘　密\n{BODY}",
        f"【机密】\n{BODY}",
        f"密级：秘密    紧急程度：特急\n{BODY}",
        f"份号：000001　　机密　　特急\n{BODY}",
        f"机密 5年\n{BODY}",
        f"機(jī)密(mì)★5年\n{BODY}",
        f"{BODY}" + "要抓好落实。\n" * 400 + "附件　秘密★长期\n",
        f"{BODY}" + "要抓好落实。\n" * 400 + "\f机密\n" + BODY,
        f"机密★启用前\n{BODY}",
        f"★机密\n{BODY}",
    ],
)
def test_a_mark_is_refused(text: str) -> None:
    with pytest.raises(CannotRead) as refused:
        intake_bytes(text.encode(), name="纪要.txt")
    assert refused.value.code == "secret_mark"
    assert "会议" not in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}要依法保护商业秘密，营造公平竞争环境。\n",
        f"会议传达学习《中华人民共和国保守国家秘密法》。\n{BODY}",
        f"{BODY}要严守国家秘密、工作秘密和商业秘密，严防失密泄密。\n",
        f"{BODY}机密信息、秘密级以上文件一律不得上网。\n",
        f"市国家保密局要加强机密级设备管理。\n{BODY}",
        f"★重点工作\n{BODY}",
        f"这是一个秘密，谁也不能说。\n{BODY}",
        f"《绝密飞行》在我市开机。\n{BODY}",
    ],
)
def test_running_text_is_no_mark(text: str) -> None:
    assert intake_bytes(text.encode(), name="纪要.txt").text == text
