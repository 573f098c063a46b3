"""Pictures that certificates show: each drawn anew from what somebody sent, and kept once, by the hash of its bytes."""
