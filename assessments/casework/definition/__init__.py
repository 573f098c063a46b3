"""Definition of a case: its data, its JSON, its words in each language, its pictures and its folder. Pure."""
