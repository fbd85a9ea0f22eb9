package dev.tranche.runtime.ec2;

/**
 * Where the output of one container is in CloudWatch Logs.
 *
 * @param group the log group
 * @param stream the log stream; AWS Batch: {@code logStreamName}
 */
record LogPlace(String group, String stream) {}
