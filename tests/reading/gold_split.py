"""Which annotated meetings the rules may be tuned on. Fixed before any tuning: of the sorted names every third is unseen.

The unseen part is scored to report, never opened for its misses.
"""

UNSEEN = (
    "2014-06-11-gwy-changwuhuiyi",
    "2015-06-17-gwy-changwuhuiyi",
    "2017-05-03-gwy-changwuhuiyi",
    "2019-04-17-gwy-changwuhuiyi",
    "2022-05-05-gwy-changwuhuiyi",
    "2023-09-20-gwy-changwuhuiyi",
    "2025-07-25-gwy-changwuhuiyi",
    "madeup-a-yunling-news",
    "madeup-d-yunling-agenda",
    "madeup-g-huaichuan-jiyao",
    "madeup-j-yiyang-jingji",
    "madeup-m-jichuan-quanti",
    "madeup-p-hengzhou-baodao",
)
