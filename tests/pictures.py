"""Takes the pictures of docs/page.md that an address of the page leads to: `python tests/pictures.py [NAME…]`.

It needs Chromium; look at them before they are committed. Those of tables are taken by hand.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from page_server import serving
from PIL import Image
from playwright.sync_api import sync_playwright

from resolver.web import Settings, create_app

FOLDER = Path(__file__).parent.parent / "docs" / "images"


@dataclass(frozen=True, slots=True)
class _Picture:
    """What is shown, and in a window of which size (CSS pixels)."""

    asked: dict[str, str]
    width: int = 1000
    height: int = 1000
    dark: bool = False


_PICTURES = {
    "page-desktop": _Picture({"name": "Aliaksandr Lukashenka"}),
    "page-dark": _Picture({"name": "習近平"}, dark=True),
    "page-arabic": _Picture({"name": "ألكسندر لوكاشنكو"}, height=880),
    "page-phone": _Picture({"name": "Tsikhanouskaia Sviatlana"}, 390, 844),
    "page-phone-dark": _Picture({"name": "Kim Jong Oon"}, 390, 844, dark=True),
    "page-compare": _Picture({"left": "معمر القذافي", "right": "Muammar Gaddafi"}, height=980),
}


def main() -> None:
    """Takes all pictures, or those named."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with serving(create_app(settings=Settings())) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, picture in _PICTURES.items():
            if not sys.argv[1:] or name in sys.argv[1:]:
                page = browser.new_page(
                    viewport={"width": picture.width, "height": picture.height},
                    color_scheme="dark" if picture.dark else "light",
                )
                page.goto(f"{url}/?{urlencode(picture.asked)}")
                page.evaluate("document.activeElement.blur()")  # no caret
                shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
                shot.quantize(128, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
