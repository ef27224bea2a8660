"""A question and its evidence → a draft by a language model, which is asked again where it is in doubt."""
