"""What axe-core says of a page in a browser."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
# What darkness alone can spoil.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page, whole: bool = True, colours: bool = False) -> list[str]:
    """What axe-core finds at WCAG 2.2 AA and, on a whole page, among good practices; or in the colours alone."""
    asked: Any = COLOURS if colours else [*WCAG, "best-practice"] if whole else WCAG
    rules = {"runOnly": asked, "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", rules)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def wait_for_map(page: Page) -> None:
    """Until the map that moves is drawn over the one the server drew."""
    page.locator("[data-plate]").first.scroll_into_view_if_needed()
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "drawn", timeout=30_000)
