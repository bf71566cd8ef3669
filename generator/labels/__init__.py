"""Masks, boxes and COCO records from geometry."""
