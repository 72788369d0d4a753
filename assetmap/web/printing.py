"""Paper: a page of ours as a PDF by WeasyPrint, from our own files only. It needs libraries that not every system has."""

import logging
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from werkzeug.utils import safe_join

from assetmap.paths import STATIC

WHAT_IT_NEEDS = "Pango (Debian and Ubuntu: libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0; macOS: brew install pango)"
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def weasyprint() -> ModuleType | None:
    """The library, or none where it or the system's libraries that it loads are missing. The first call takes a second."""
    try:
        import weasyprint as found
    except (ImportError, OSError):
        return None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells of every step, and of rules that are not for paper
    return found


def is_possible() -> bool:
    """Whether this server can make a PDF."""
    return weasyprint() is not None


def get_ready() -> None:
    """Bring the library in before somebody waits for it."""
    weasyprint()


def as_pdf(html: str, static: str, base: str) -> bytes:
    """A page as a PDF. `static` is the address of our own files, `base` that of the page: links in the PDF lead there."""
    library = weasyprint()
    if library is None:
        raise RuntimeError(f"A PDF needs {WHAT_IT_NEEDS}.")
    with _one_at_a_time:  # it takes a second or two of one processor
        return bytes(library.HTML(string=html, base_url=base, url_fetcher=own_files(library, static)).write_pdf())


def own_files(library: ModuleType, static: str) -> Any:
    """What fetches the files a page names: our own from the disk, and nothing else from anywhere."""

    class OwnFiles(library.urls.URLFetcher):  # type: ignore[name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            return library.urls.URLFetcherResponse(url, file_of(url, static).read_bytes(), {"Content-Type": kind_of(url)})

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False)


def file_of(url: str, static: str) -> Path:
    """The file of ours at an address; ValueError for every other address."""
    bare = urlsplit(url)._replace(query="", fragment="").geturl()
    inside = safe_join(str(STATIC), unquote(bare.removeprefix(static)))
    if not bare.startswith(static) or inside is None or not Path(inside).is_file():
        raise ValueError("Only our own files go on paper.")
    return Path(inside)


def kind_of(url: str) -> str:
    """What kind of file an address names."""
    return guess_type(urlsplit(url).path)[0] or "application/octet-stream"
