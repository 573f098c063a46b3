"""How each type of question is marked. Pure: values in, a fraction of 0..1 out."""
