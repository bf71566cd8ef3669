"""The camera stage: scene-linear radiance becomes an 8-bit picture. One effect per file."""
