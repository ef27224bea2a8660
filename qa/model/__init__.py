"""The language model: an endpoint or one in this process, and the prompts that it is given."""
