"""The air between camera and things: haze, dust, steam and sparks, before the lens. docs/air.md shows them."""
