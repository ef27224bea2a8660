"""A question and the turns before it → a question that stands alone, or what else somebody says in a conversation."""
