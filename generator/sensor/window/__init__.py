"""The protective window before the lens: dirt, drops, scratches and fog on it, each out of focus by the iris.

Nothing here moves a label. A drop bends what is seen through it; labels stay where the things are.
"""
