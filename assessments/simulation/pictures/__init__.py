"""Pictures on cards: drawn anew from what an author brought, kept once by the hash of their bytes, sent, and let go."""
