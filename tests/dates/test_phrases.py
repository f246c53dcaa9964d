"""What each phrase means. A new deadline phrase is an entry in duban/dates/phrases.py and a row here."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.dates.deadlines import first_limit

DAY = date(2024, 9, 27)

ONE_DAY = [
    # periods of a year
    ("年底", "年底", "2024-12-31"), ("于年底前完成改造", "年底前", "2024-12-31"), ("今年年末", "今年年末", "2024-12-31"),
    ("年内开工", "年内", "2024-12-31"), ("全年减少库存60万吨", "全年", "2024-12-31"), ("全年", "全年", "2024-12-31"), ("明年", "明年", "2025-12-31"),
    ("到2027年", "2027年", "2027-12-31"), ("二〇二五年底前", "二〇二五年底前", "2025-12-31"),
    ("2025—2027年", "2025—2027年", "2027-12-31"), ("上半年", "上半年", "2025-06-30"), ("明年上半年", "明年上半年", "2025-06-30"),
    ("下半年", "下半年", "2024-12-31"), ("三季度", "三季度", "2024-09-30"), ("四季度末前", "四季度末前", "2024-12-31"),
    ("一季度内", "一季度内", "2025-03-31"), ("第4季度", "第4季度", "2024-12-31"), ("季度末前", "季度末前", "2024-09-30"),
    ("次年一季度", "次年一季度", "2025-03-31"), ("“十五五”期间", "“十五五”期间", "2030-12-31"), ("十四五末", "十四五末", "2025-12-31"),
    # months and days
    ("11月底前", "11月底前", "2024-11-30"), ("12 月 31 日前", "12 月 31 日前", "2024-12-31"), ("１２月５日前", "１２月５日前", "2024-12-05"),
    ("十月底之前", "十月底之前", "2024-10-31"), ("明年2月底", "明年2月底", "2025-02-28"), ("10月上旬", "10月上旬", "2024-10-10"),
    ("10月中旬前", "10月中旬前", "2024-10-20"), ("10月下旬", "10月下旬", "2024-10-31"), ("本月底", "本月底", "2024-09-30"),
    ("下月中旬", "下月中旬", "2024-10-20"), ("8月15日前", "8月15日前", "2025-08-15"), ("20日前", "20日前", "2024-10-20"),
    ("2025-03-01前", "2025-03-01前", "2025-03-01"), ("不晚于10月20日", "10月20日", "2024-10-20"), ("至迟于11月1日", "11月1日", "2024-11-01"),
    ("10月8日（星期二）下午5点前", "10月8日（星期二）下午5点前", "2024-10-08"), ("从9月起至明年3月", "明年3月", "2025-03-31"),
    ("2025年6月30日（含）前", "2025年6月30日（含）前", "2025-06-30"), ("9月30日（下周一）前", "9月30日（下周一）前", "2024-09-30"),
    ("本周五（9月27日）下班前", "本周五（9月27日）下班前", "2024-09-27"), ("10月中下旬", "10月中下旬", "2024-10-31"),
    ("截止到2025年1月10日", "2025年1月10日", "2025-01-10"), ("1个半月内", "1个半月内", "2024-11-11"), ("限期一个月整改", "一个月", "2024-10-27"),
    ("自2025年3月1日至12月31日", "12月31日", "2025-12-31"), ("9—11月", "9—11月", "2024-11-30"),
    ("今年新增的补贴10月底前发放到位", "10月底前", "2024-10-31"),
    # weeks and days near by
    ("下周三前", "下周三前", "2024-10-02"), ("本周内", "本周内", "2024-09-29"), ("周五前", "周五前", "2024-09-27"),
    ("周四前", "周四前", "2024-10-03"), ("今晚24时前", "今晚24时前", "2024-09-27"), ("明天上午10点前", "明天上午10点前", "2024-09-28"),
    # counted limits
    ("会后5个工作日内", "5个工作日内", "2024-10-10"), ("会议结束后十个工作日内", "十个工作日内", "2024-10-16"),
    ("3至5个工作日内", "3至5个工作日内", "2024-10-10"), ("三日内", "三日内", "2024-09-30"), ("48小时内", "48小时内", "2024-09-29"),
    ("一周内", "一周内", "2024-10-04"), ("两个月内", "两个月内", "2024-11-27"), ("半个月内", "半个月内", "2024-10-12"),
    ("半年内", "半年内", "2025-03-27"), ("两年内", "两年内", "2026-09-27"), ("自即日起30日内", "30日内", "2024-10-27"),
    ("用三个月时间", "三个月", "2024-12-27"), ("两个季度内", "两个季度内", "2025-03-27"),
    # festivals
    ("国庆节前", "国庆节前", "2024-09-30"), ("春节前", "春节前", "2025-01-28"), ("清明节前", "清明节前", "2025-04-03"),
    ("2026年春节前", "2026年春节前", "2026-02-16"), ("节前", "节前", "2024-09-30"), ("元旦前", "元旦前", "2024-12-31"),
    ("除夕前", "除夕前", "2025-01-27"), ("五一节前", "五一节前", "2025-04-30"), ("“十一”黄金周前", "“十一”黄金周前", "2024-09-30"),
]  # fmt: skip

NO_SINGLE_DAY = [
    ("接到线索后5个工作日内", "5个工作日内", None), ("自受理之日起15日内办结", "15日内", None), ("遇险情30分钟内上报", "30分钟内", None),
    ("停水小区24小时内恢复供水", "24小时内", None), ("汛期前", "汛期前", None), ("汛前", "汛前", None), ("腊月二十三前", "腊月二十三前", None), ("农历八月十五前", "农历八月十五前", None),
    ("本届政府任期内完成", "本届政府任期内", None), ("届内完成", "届内", None), ("每周一上午报送", "每周一", "FREQ=WEEKLY;BYDAY=MO"), ("明年春灌前具备蓄水条件", "明年春灌前", None), ("不动产登记10个工作日内办结", "10个工作日内", None), ("今冬明春完成补植", "今冬明春", None), ("秋季学期开学前", "秋季学期开学前", None),
    ("每月5日前", "每月5日前", "FREQ=MONTHLY;BYMONTHDAY=5"), ("每月底前", "每月底前", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("每月10日、25日前", "每月10日、25日前", "FREQ=MONTHLY;BYMONTHDAY=10,25"), ("次月3日前", "次月3日前", "FREQ=MONTHLY;BYMONTHDAY=3"),
    ("每季度末月20日前", "每季度末月20日前", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
    ("每季度首月10日前", "每季度首月10日前", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
    ("每季度末", "每季度末", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"), ("每半年末", "每半年末", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
    ("每周五前", "每周五前", "FREQ=WEEKLY;BYDAY=FR"), ("每周二、周四下班前", "每周二、周四下班前", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("每年3月底前", "每年3月底前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"), ("每年12月20日前", "每年12月20日前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"),
    ("每年底前", "每年底前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"), ("每月中旬前报送", "每月中旬前", "FREQ=MONTHLY;BYMONTHDAY=20"), ("每日17时前", "每日17时前", "FREQ=DAILY"),
    ("每月最后一个工作日前", "每月最后一个工作日前", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
]  # fmt: skip

NONE = [
    "今年以来", "前三季度增长5.2%", "上半年完成投资32亿元", "2023年底已建成", "长期坚持", "近期", "下一步", "尽快完成",
    "明年3月1日起施行", "自2025年1月1日起执行", "2025年起", "截至9月底，已开工12个", "去年底前", "10月初", "月初前", "年初",
    "每周", "每周一调度、每月一排名", "每月调度一次", "两三天内", "2月30日前", "13月底前", "三年行动计划", "谋划明年重点工作", "做好今年防汛工作",
    "打好年底收官战", "对6月底前未完成整改的单位予以通报", "2025年底前到期的贷款", "允许在5年内分期缴纳", "将办理时间压缩至3个工作日内",
    "恢复到2019年水平", "财政部门已于6月底公布清单", "预计全年减负20亿元", "10月20日召开推进会", "二季度前期下滑明显",
    "每3小时巡查一次", "24小时值班", "值班电话24小时畅通", "毕业5年内高校毕业生", "一年内不得提拔", "今年前8个月新增就业3万人",
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "value"), ONE_DAY)
def test_a_phrase_gives_its_last_day(text: str, quote: str, value: str) -> None:
    limit = first_limit(text, DAY)
    assert limit is not None
    assert (limit.text, str(limit.value), limit.recurring) == (quote, value, None)
    assert text[limit.start : limit.end] == quote


@pytest.mark.parametrize(("text", "quote", "recurring"), NO_SINGLE_DAY)
def test_a_phrase_without_a_single_day_keeps_its_text(text: str, quote: str, recurring: str | None) -> None:
    limit = first_limit(text, DAY)
    assert limit is not None
    assert (limit.text, limit.value, limit.recurring) == (quote, None, recurring)


@pytest.mark.parametrize("text", NONE)
def test_what_bounds_no_act_is_no_deadline(text: str) -> None:
    assert first_limit(text, DAY) is None


SENTENCES = [
    ("全年培训家政人员2000人次", "全年", "2024-12-31"),
    ("四季度推出集成服务20项", "四季度", "2024-12-31"),
    ("推动银行全年向企业让利1.5亿元", "全年", "2024-12-31"),
    ("市商务局全年新引进企业不少于40家", "全年", "2024-12-31"),
    ("四季度末开工率追平全省平均水平", "四季度末", "2024-12-31"),
    ("市住建局要倒排工期，确保10月底前完成东湖桥加固，雨季来临前不留隐患。", "10月底前", "2024-10-31"),
    ("二期工程11月中旬主体封顶", "11月中旬", "2024-11-20"),
    ("下半年要突出抓好燃气管网更新", "下半年", "2024-12-31"),
    ("明年在全市推广", "明年", "2025-12-31"),
    ("确保全年粮食产量稳定在40万吨以上", "全年", "2024-12-31"),
    ("确保完成全年目标任务", "全年", "2024-12-31"),
    ("延长政策执行期限至2026年12月31日", "2026年12月31日", "2026-12-31"),
    ("请各单位于2024年10月15日17:00前将材料送市政府办公室", "2024年10月15日17:00前", "2024-10-15"),
    ("年内能办结的信访件要限期办结", "年内", "2024-12-31"),
    ("力争提前至2025年1月通车", "2025年1月", "2025-01-31"),
]


@pytest.mark.parametrize(("text", "quote", "value"), SENTENCES)
def test_the_limit_of_a_sentence_is_found(text: str, quote: str, value: str) -> None:
    limit = first_limit(text, DAY)
    assert limit is not None
    assert (limit.text, str(limit.value)) == (quote, value)


def test_a_month_gone_by_means_the_next_one_and_says_so() -> None:
    limit = first_limit("3月底前", DAY)
    assert limit is not None
    assert limit.value == date(2025, 3, 31)
    assert "提示：3月底在2024年已过，按2025年计，请核对" in limit.explanation()


def test_the_arithmetic_is_told_line_by_line() -> None:
    limit = first_limit("会后5个工作日内", DAY)
    assert limit is not None
    assert limit.explanation() == (
        "起算：2024年9月27日（周五），当日不计",
        "规则：数满5个工作日，周末和法定节假日不计，调休上班日计入",
        "跳过：9月28日（周末）、10月1日—10月7日（国庆节）",
        "计入调休上班日：9月29日（国庆节）",
        "结果：2024年10月10日（周四）",
    )
    assert limit.explanation("en")[-1] == "Result: 2024-10-10 (Thu)"


def test_a_year_without_a_notice_is_named_in_the_explanation() -> None:
    limit = first_limit("5个工作日内", date(2033, 9, 30))
    assert limit is not None
    assert limit.value == date(2033, 10, 7)
    assert "2033年没有放假通知，该年只按周末计算；补录通知后应重新计算" in limit.explanation()


def test_without_a_day_only_a_named_year_gives_a_value() -> None:
    for text, value in (
        ("2025年底前", date(2025, 12, 31)),
        ("“十五五”期间", date(2030, 12, 31)),
        ("年底前", None),
        ("5个工作日内", None),
        ("春节前", None),
    ):
        limit = first_limit(text, None)
        assert limit is not None
        assert limit.value == value, text


RELATIVE = st.sampled_from(["{}天内", "{}日内", "{}周内", "{}个月内", "{}个工作日内", "{}年内"])
DATES = st.dates(min_value=date(2012, 1, 1), max_value=date(2029, 12, 31))


@given(DATES, RELATIVE, st.integers(min_value=1, max_value=30), st.integers(min_value=0, max_value=60))
def test_a_later_meeting_never_has_an_earlier_limit(start: date, shape: str, count: int, later: int) -> None:
    text = shape.format(count)
    one, other = first_limit(text, start), first_limit(text, start + timedelta(later))
    assert one and other and one.value and other.value
    assert start < one.value <= other.value


@given(
    DATES,
    st.sampled_from(["11月底前", "三季度", "上半年", "3月15日前", "国庆节前", "周三前", "12月中旬", "年底", "20日前"]),
)
def test_a_limit_never_lies_before_its_meeting_and_its_own_day_gives_it_again(start: date, text: str) -> None:
    limit = first_limit(text, start)
    assert limit and limit.value
    assert limit.value >= start
    again = first_limit(text, limit.value)
    assert again and again.value == limit.value


@given(st.text(alphabet="0123456789一二三十年月日前内底季度周每个工作于至到，。节春", max_size=24), DATES)
def test_any_run_of_time_words_is_read_without_failing(text: str, start: date) -> None:
    limit = first_limit(text, start)
    assert limit is None or text[limit.start : limit.end] == limit.text
