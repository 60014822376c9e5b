"""``python -m bench.checking``: how fast drafts are checked, in drafts per second and seconds of processor time each.

Nothing but the checks is measured: no HTTP, no database. A benchmark, not a test: it ends with 0 whatever it finds.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from app.rules.checks.draft import Draft, Issuer, Recipient
from app.rules.checks.outgoing import check_draft
from app.vocabulary.documents import DocType
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import Relation

LENGTHS = (1_000, 5_000, 20_000)
RIGHT = (
    "各乡镇要于4月15日前公布防汛责任人名单，主要负责同志对本地区防汛工作负总责。根据《清河县防汛管理办法》（清政发〔2025〕21号），"
    "对42座水库、3.5万米堤防开展拉网式排查，整改率达到100%。\n"
    "储备救生衣2,000件、编织袋3万～5万条，2026—2028年更新抢险设备，联系电话：0571-88001234。\n"
)
WRONG = (
    "一、压实责任。\n各乡镇要于04月15日前公布责任人名单,主要负责同志对防汛工作负总责.\n"
    "(二)排查隐患。根据清政发[2025]21号文件，对42座水库、堤防...开展排查，增长5-10%，产粮500斤。\n"
)


def a_draft(text: str, length: int) -> Draft:
    """A notice with a body of this many characters."""
    return Draft(
        doc_type=DocType.NOTICE,
        title="清河县人民政府关于做好2026年防汛工作的通知",
        body=(text * (length // len(text) + 1))[:length],
        issuers=(Issuer("清河县人民政府"),),
        main_recipients=(Recipient("各乡镇人民政府", relation=Relation.COLLECTIVE),),
        necessity="落实汛前部署",
    )


def measured(check: Callable[[], object], seconds: float) -> tuple[float, float]:
    """Checks per second of the clock, and the median seconds of processor time of one."""
    check()
    each: list[float] = []
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        before = time.process_time()
        check()
        each.append(time.process_time() - before)
    return len(each) / (time.perf_counter() - started), statistics.median(each)


def main() -> None:
    parser = argparse.ArgumentParser(description="Check drafts of several lengths, right ones and faulty ones.")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each draft is checked")
    seconds = parser.parse_args().seconds
    print(f"{'draft':8}{'characters':>12}{'findings':>10}{'drafts/s':>10}{'CPU ms each':>13}")
    for name, text in (("right", RIGHT), ("faulty", WRONG)):
        for length in LENGTHS:
            draft = a_draft(text, length)
            found = len(check_draft(draft, CheckMoment.REVIEW))
            rate, cpu = measured(lambda draft=draft: check_draft(draft, CheckMoment.REVIEW), seconds)  # type: ignore[misc]
            print(f"{name:8}{length:>12}{found:>10}{rate:>10.0f}{cpu * 1000:>13.2f}")


if __name__ == "__main__":
    main()
