"""How words are read, whoever wrote them: numbers, dates, names and roles in a text; of tables and rules, and no model."""
