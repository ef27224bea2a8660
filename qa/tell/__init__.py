"""What a reader is told where no single fact is: the news, a topic, a refusal; and a short answer as it reads best."""
