"""Every setting of the path tracer, set for every scene: nothing is left to a default."""

from __future__ import annotations

import blenderproc as bproc
import bpy

from generator.profiles import Profile

BOUNCES = {
    "diffuse_bounces": 3,
    "glossy_bounces": 8,
    "ao_bounces_render": 0,
    "max_bounces": 12,
    "transmission_bounces": 12,
    "transparent_max_bounces": 32,
    "volume_bounces": 2,
}
_LEAST_SAMPLES = 8  # of a pixel, before adaptive sampling may stop


def set_path_tracer(profile: Profile) -> None:
    """Set up the current scene for the profile; sizes and camera are the view's."""
    scene = bpy.context.scene
    cycles = scene.cycles
    bproc.renderer.set_light_bounces(**BOUNCES)
    bproc.renderer.set_max_amount_of_samples(profile.samples)
    bproc.renderer.set_noise_threshold(profile.adaptive_threshold)
    bproc.renderer.toggle_light_tree(True)
    bproc.renderer.set_simplify_subdivision_render(0)
    cycles.adaptive_min_samples = min(_LEAST_SAMPLES, profile.samples)
    cycles.use_denoising = False
    cycles.use_guiding = False
    cycles.sample_clamp_direct = cycles.sample_clamp_indirect = 0.0
    cycles.caustics_reflective = cycles.caustics_refractive = True
    cycles.blur_glossy = 1.0
    cycles.use_animated_seed = False
    cycles.pixel_filter_type = "BLACKMAN_HARRIS"
    cycles.filter_width = 1.5
    cycles.use_auto_tile = False
    cycles.time_limit = 0.0
    _set_output(scene)


def make_id_scene(scene: bpy.types.Scene) -> bpy.types.Scene:
    """A second scene over the same things that draws instance numbers: one sample at each pixel's centre.

    It has its own Cycles session, so that both keep their data from view to view. Everything emits, so nothing
    bounces, and glass is as solid as steel: the number is that of the first surface.
    """
    ids = scene.copy()
    ids.name = "ids"
    ids.use_nodes = False
    ids.world = None
    cycles = ids.cycles
    cycles.samples, cycles.seed = 1, 0
    cycles.use_adaptive_sampling = False
    cycles.max_bounces = 0
    cycles.pixel_filter_type = "GAUSSIAN"  # Cycles widens a box filter to a whole pixel
    cycles.filter_width = 0.01
    view_layer = ids.view_layers[0]
    view_layer.cycles.denoising_store_passes = False
    view_layer.use_pass_object_index = True
    view_layer.material_override = _plain_emission()
    for aov in list(view_layer.aovs):
        view_layer.aovs.remove(aov)
    for group in list(view_layer.lightgroups):
        view_layer.lightgroups.remove(group)
    return ids


def _set_output(scene: bpy.types.Scene) -> None:
    """Scene-linear floats, all passes in one file, nothing else; data stay in Cycles from view to view."""
    render = scene.render
    bproc.renderer.set_output_format("OPEN_EXR_MULTILAYER", 32, enable_transparency=False, view_transform="Raw")
    render.image_settings.exr_codec = "NONE"
    render.use_persistent_data = True
    render.use_sequencer = False
    render.use_compositing = True
    render.use_border = False
    render.use_motion_blur = False
    render.use_file_extension = True
    view_layer = scene.view_layers[0]
    view_layer.use_pass_normal = view_layer.use_pass_diffuse_color = view_layer.use_pass_z = False


def _plain_emission() -> bpy.types.Material:
    material = bpy.data.materials.new("ids")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(tree.nodes.new("ShaderNodeEmission").outputs[0], output.inputs["Surface"])
    material.cycles.emission_sampling = "NONE"
    return material
