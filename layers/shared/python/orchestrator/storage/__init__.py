"""Where things are kept: one DynamoDB table, one S3 bucket, two SQS queues; all through botocore."""
