"""What moto's Cognito lacks: triggers, real codes, signed tokens that expire, rotate and are revoked."""
