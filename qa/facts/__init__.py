"""What a sentence holds that may be an answer: its numbers and what they count, its names, who did what; and which of two is more."""
