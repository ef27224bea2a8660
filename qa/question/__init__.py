"""What one question asks, read by rules: what kind of answer, of what time, of which outlets, and whether it asks two things."""
