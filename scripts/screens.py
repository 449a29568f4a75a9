"""Takes the pictures of docs/screens from the demonstration region: `make screens`.

Each page is seen wide (1280 px) and narrow (390 px); some in the dark too. Pictures are reduced to 128 colours.
"""

import io
import os
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
FOLDER = ROOT / "docs" / "screens"
PORT = 8765
FTTH = "taux_locaux_raccordables_ftth"
SCREENS = {
    "accueil": "/",
    "portrait": "/territoires/departement/96",
    "carte": f"/carte?indicateur={FTTH}&niveau=commune",
    "comparer": f"/comparer?t=departement:96&t=departement:00&t=departement:99&t=departement:20&i={FTTH}"
    "&i=lieux_mediation_pour_10000_habitants&i=sites_4g_par_operateur",
    "indicateur": f"/indicateurs/{FTTH}",
    "chiffre": f"/territoires/departement/96/{FTTH}",
    "source": "/sources/mednum_bfc",
    "recherche": "/recherche?q=saint",
    "integrer": "/integrer",
    "aide": "/aide",
}
DARK = ("accueil", "portrait")
WIDTHS = {"large": 1280, "etroit": 390}
TALLEST = 2400
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


def picture(browser: Browser, address: str, name: str, width: int, scheme: str) -> None:
    """One page as one reduced PNG, cut where it becomes too tall to look at."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "sombre" else "light"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(2500 if "/carte" in address else 600)
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    context.close()
    image = Image.open(io.BytesIO(shot)).convert("RGB").quantize(128)
    image.save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    """Build, serve, look, and replace the folder."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as base, sync_playwright() as playwright:
        path = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for name, address in SCREENS.items():
            for size, width in WIDTHS.items():
                picture(browser, base + address, f"{name}-{size}", width, "clair")
            if name in DARK:
                picture(browser, base + address, f"{name}-sombre", WIDTHS["large"], "sombre")
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER}")


if __name__ == "__main__":
    main()
