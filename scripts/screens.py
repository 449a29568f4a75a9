"""Takes pictures of the demonstration region: `make screens`.

Every page that the foot of the site leads to, and those of a place, an address, a figure…, wide (1280 px) and narrow
(390 px), by day and by night, go to var/screens, to be looked at. Those that show the project go to docs/screens.
Pictures are reduced to 128 colours.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOWN_FOLDER = ROOT / "docs" / "screens"
FOLDER = ROOT / "var" / "screens"
PORT = 8765
FTTH = "taux_locaux_raccordables_ftth"
EXAMPLES = {
    "commune": "/territoires/commune/96114",
    "departement": "/territoires/departement/96",
    "region": "/territoires/region/99",
    "theme": "/territoires/departement/96/reseaux-fixes",
    "carte-indicateur": f"/carte?indicateur={FTTH}&niveau=commune",
    "comparer-quatre": f"/comparer?t=departement:96&t=departement:00&t=departement:99&t=departement:20&i={FTTH}"
    "&i=lieux_mediation_pour_10000_habitants&i=sites_4g_par_operateur",
    "indicateur": f"/indicateurs/{FTTH}",
    "chiffre": f"/territoires/departement/96/{FTTH}",
    "source": "/sources/mednum_bfc",
    "recherche-saint": "/recherche?q=saint",
    "comite": "/comite-fibre?dans=departement:96",
    "immeubles-en-retard": "/immeubles?dans=departement:96&quoi=retard",
}
"""Pages that no menu leads to: of a place, a figure; an EPCI and an address are found from them."""
SHOWN = {"accueil": "clair", "commune": "clair", "carte-indicateur": "clair", "comite": "clair"}
"""The pictures of the README, and their light."""
SCHEMES = {"clair": "light", "sombre": "dark"}
WIDTHS = {"large": 1280, "etroit": 390}
TALLEST, FIRST = 2400, 1000
"""Pixels of height of a picture that is looked at, and of one of the README: what one sees first."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The demonstration region, built and served from a folder of its own."""
    environment = {**os.environ, "MAILLAGE_HOME": str(home), "MAILLAGE_OPERATOR": "Vallées-et-Brumes"}
    command = [sys.executable, "-m", "maillage.cli"]
    subprocess.run([*command, "up", "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with subprocess.Popen([*command, "serve", "--port", str(PORT)], env=environment) as server:
        try:
            yield wait(f"http://localhost:{PORT}")
        finally:
            server.terminate()


def wait(address: str) -> str:
    """The address, once it answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return address
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not start")


def pages(base: str) -> dict[str, str]:
    """Every page by the name of its picture: those of the foot, and the examples."""
    named = {"accueil": "/"}
    for address in re.findall(r'href="(/[a-z][^"#?]*)"', read(base).partition("<footer")[2]):
        named[address.strip("/").replace("/", "-")] = address
    led = {
        "epci": re.search(r'href="(/territoires/epci/\d+)"', read(base + EXAMPLES["commune"])),
        "adresse": re.search(r'href="(/adresse/[\w-]{5,60})"', read(f"{base}/recherche?q=rue")),
    }
    return named | EXAMPLES | {name: address[1] for name, address in led.items() if address}


def read(address: str) -> str:
    """A page as it is sent."""
    text: str = urllib.request.urlopen(address, timeout=60).read().decode()
    return text


def picture(browser: Browser, address: str, place: Path, width: int, scheme: str) -> None:
    """One page as one reduced PNG, cut where it becomes too tall to look at."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(2500 if "/carte" in address else 600)
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    context.close()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(128).save(place, optimize=True)


def main() -> None:
    """Build, serve, look, and replace both folders."""
    for folder in (FOLDER, SHOWN_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as base, sync_playwright() as playwright:
        path = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for name, address in pages(base).items():
            for size, width in WIDTHS.items():
                for light, scheme in SCHEMES.items():
                    picture(browser, base + address, FOLDER / f"{name}-{size}-{light}.png", width, scheme)
        browser.close()
    for name, light in SHOWN.items():
        for size in WIDTHS:
            with Image.open(FOLDER / f"{name}-{size}-{light}.png") as whole:
                seen = whole.crop((0, 0, whole.width, min(whole.height, FIRST)))
            seen.save(SHOWN_FOLDER / f"{name}-{size}.png", optimize=True)
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER}, {len(list(SHOWN_FOLDER.iterdir()))} in {SHOWN_FOLDER}")


if __name__ == "__main__":
    main()
