"""What a server needs around the line: requests and replies, who waits for whom, jobs, feedback, and what is counted."""
