"""A version and its comments written out: values in, text or bytes out. Knows the domain only;
who may have them was asked.
"""
