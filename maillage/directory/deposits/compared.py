"""The delivery that a deposit is compared with: when another comes, what was found no longer holds."""

from maillage.observatory.door import Observatory


def against(source: Observatory, name: str) -> str:
    """Names the last delivery of a source that is published; empty without any."""
    last = source.source(name).last
    return f"{last.period.code}|{'|'.join(last.checksums)}"[:200] if last else ""
