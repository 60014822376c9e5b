"""Words of a search as the bigram index knows them; the same folding as the SQL function ``bigrams_v1``."""

import re
import unicodedata
from itertools import pairwise

_RUN = re.compile("[㐀-鿿]+|[a-z0-9]+")


def terms_of(asked: str) -> dict[str, str]:
    """``{"words": tsquery}``, or nothing when the text holds no word the index knows (the phrase check still applies)."""
    terms: list[str] = []
    for found in _RUN.finditer(unicodedata.normalize("NFKC", asked).lower()):
        run = found.group()
        if run[0] < "㐀" or len(run) == 1:
            terms.append(f"'{run}':*")
        else:
            terms.extend(f"'{a}{b}'" for a, b in pairwise(run))
    return {"words": " & ".join(dict.fromkeys(terms))} if terms else {}
