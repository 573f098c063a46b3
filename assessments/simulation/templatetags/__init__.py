"""Tags of templates of simulations."""
