"""The tab of announced dates: how many were kept, of those that can be judged; how many
these are, where nothing may be judged."""

from maillage.kernel import french
from maillage.observatory.slips import Slipped
from maillage.web.fibre.bar import Tab, Where
from maillage.web.words.held import finding


def _figure(where: Where) -> str:
    if where.period is None:
        return ""
    slips = where.source.rollout.slips
    total = slips.counted(lambda *_: "all", where.communes, where.period, where.operator).get("all", Slipped())
    if not total.judged:
        return "rien à juger"
    kept = f"{french.counted(total.tenus, 'tenue')} sur {french.number(total.judged)}"
    return finding(kept, french.counted(total.judged, "date passée", "dates passées"))


TAB = Tab(20, "Promesses", _figure)
