"""Help: the book “Use it” in the product, without network, and the page of it that helps with each address."""
