"""The spellings that a name may have in other scripts, languages and romanisation systems."""

from resolver.variants.derive import derived
from resolver.variants.ranked import check_codes, query_string, variants, variants_in

__all__ = ["check_codes", "derived", "query_string", "variants", "variants_in"]
