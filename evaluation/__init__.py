"""From a model's predictions to what breaks it: matching, slices, calibration, causes, report, the next spec."""
