"""The camera: what lens and sensor make of the light, from scene-linear radiance to an 8-bit picture.

`generator.sensor.develop.develop` is the whole way. Each effect on it is one module with a tuple `EFFECTS`; an effect
is a function from `Exposure` to `Exposure` and declares the factors that it obeys. docs/camera.md shows them in order.
"""
