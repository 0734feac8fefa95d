"""What moto's S3 lacks: upload forms and presigned addresses that are checked, and complete events."""
