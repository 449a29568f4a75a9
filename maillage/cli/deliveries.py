"""What commands say of deliveries: a source that does not exist, what was read, kept and refused."""

from maillage import sources
from maillage.cli.words import counted, french
from maillage.kernel.errors import UsageError
from maillage.pipeline.load import Outcome


def known_sources(names: list[str]) -> None:
    """Raises UsageError for a name that is no source's."""
    unknown = [name for name in names if name not in sources.catalogue()]
    if unknown:
        raise UsageError(f"Source « {unknown[0]} » inconnue. Sources connues : {', '.join(sources.catalogue())}.")


def outcome_words(outcome: Outcome) -> str:
    """What was read, kept and refused of a delivery."""
    receipt, counts = outcome.receipt, outcome.receipt.counts
    parts = [f"{counted(counts.kept, 'ligne gardée')} sur {counted(counts.read, 'lue')}"]
    if counts.refused:
        parts.append(counted(counts.refused, "refusée"))
    if counts.flagged:
        parts.append(counted(counts.flagged, "signalée"))
    if counts.corrected:
        parts.append(counted(counts.corrected, "corrigée"))
    if counts.outside:
        parts.append(f"{french(counts.outside)} hors de la région")
    if counts.ignored:
        parts.append(counted(counts.ignored, "ignorée"))
    return f"  {receipt.source} {receipt.period} : {', '.join(parts)}"
