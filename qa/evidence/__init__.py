"""A question → what is found for it, whether that answers, what it says word for word, and which reports tell it otherwise."""
