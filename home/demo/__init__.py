"""The demo school: invented academies and people, and three months of learning,
made by calling the same services as the site does.
"""
