package dev.tranche.runtime.ec2;

import java.util.Optional;

/**
 * What the environment adds to a task definition.
 *
 * @param baseImage the image in which scripts run, if the environment names one
 * @param logGroup where output goes
 * @param region where the log group is
 */
record TaskSettings(Optional<String> baseImage, String logGroup, String region) {}
