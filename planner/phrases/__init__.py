"""Sentences: what services answer, said by a translator; for screens, HTTP, papers, mail and press alike."""
