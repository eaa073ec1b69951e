"""What a STRING is: Unicode cleaning, scripts, look-alike letters, tokens."""

from resolver.text.clean import MAX_NAME_LENGTH, clean, fold
from resolver.text.lookalikes import repair_lookalikes
from resolver.text.script import script_of
from resolver.text.tokens import split_tokens

__all__ = ["MAX_NAME_LENGTH", "clean", "fold", "repair_lookalikes", "script_of", "split_tokens"]
