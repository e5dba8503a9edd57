"""Where pictures are kept, as `.env` says: a folder, or a URL that fsspec knows."""

from __future__ import annotations

import re
from collections.abc import Mapping

import fsspec

from bot.settings_table import Mistakes

MEDIA = "socialpost-media"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.ASCII)


def media_url(env: Mapping[str, str], mistakes: Mistakes) -> str:
    """`MEDIA_URL`, or the folder that is used where it is left out. It may hold a password, so it is never repeated."""
    url = env.get("MEDIA_URL", "").strip() or MEDIA
    scheme = _SCHEME.match(url)
    if scheme is None and "://" not in url:
        return url
    try:
        fsspec.get_filesystem_class(scheme[1] if scheme else "")
    except ValueError:
        mistakes["MEDIA_URL"] = "Write a folder, or a URL such as s3://BUCKET/FOLDER, or leave it out."
    except ImportError as error:
        mistakes["MEDIA_URL"] = f"This kind of URL needs one more package beside socialpost: {error}"
    return url
