"""The camera of a view as Blender knows it: pinhole projection and depth of field; distortion comes after."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import blenderproc as bproc
import bpy
import numpy as np

from generator.camera import Camera

_NEAR_M, _FAR_M = 0.005, 200.0


def aim_camera(camera: Camera) -> None:
    """Set resolution, projection, pose and depth of field of the view's undistorted camera.

    The sensor is as wide as the undistorted picture needs, at the real focal length, so that blur circles have the
    size that `f_number` and `focus_m` give them (thin lens).
    """
    pinhole = camera.pinhole()
    lens = bpy.context.scene.camera.data
    lens.sensor_fit = "HORIZONTAL"
    lens.sensor_width = camera.focal_mm * pinhole.width_px / pinhole.focal_px
    matrix = np.array(
        [
            [pinhole.focal_px, 0.0, pinhole.centre_px[0] - 0.5],  # BlenderProc has pixel centres at integers
            [0.0, pinhole.focal_px, pinhole.centre_px[1] - 0.5],
            [0.0, 0.0, 1.0],
        ]
    )
    bproc.camera.set_intrinsics_from_K_matrix(matrix, pinhole.width_px, pinhole.height_px, _NEAR_M, _FAR_M)
    # Not `add_camera_pose`: its keyframes make Cycles load every mesh anew for every view.
    bproc.types.Entity(bpy.context.scene.camera).set_local2world_mat(blender_pose(camera))
    lens.dof.use_dof = True
    lens.dof.focus_distance = camera.focus_m
    lens.dof.aperture_fstop = camera.f_number


def blender_pose(camera: Camera) -> np.ndarray:
    """(4, 4) pose in Blender's camera frame, which looks along -z with y up."""
    return bproc.math.change_source_coordinate_frame_of_transformation_matrix(camera.pose, ["X", "-Y", "-Z"])


@contextlib.contextmanager
def sharp(scene: bpy.types.Scene) -> Iterator[None]:
    """Give `scene` the current view without depth of field."""
    current = bpy.context.scene
    scene.render.resolution_x, scene.render.resolution_y = current.render.resolution_x, current.render.resolution_y
    blur = current.camera.data.dof
    blur.use_dof = False
    try:
        yield
    finally:
        blur.use_dof = True
