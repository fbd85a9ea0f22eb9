/**
 * An AWS of one process for tests: ECS, EC2, CloudWatch Logs and STS at the level of the wire. The SDK of AWS talks to it over
 * HTTP, requests and answers are held against AWS's models, and tasks are containers on the engine of this machine, so that
 * exit codes, kills and output are real. It does what AWS does where easy stand-ins do not, and on request what AWS does on a
 * bad day.
 *
 * <pre>
 * AwsStandIn -- serves --> WireServer -- checks with --> ApiModel
 *   |  words for tests         | JSON 1.1 and query
 *   |                          v
 *   |            EcsService, LogsService, Ec2Service, StsService
 *   v                  | tasks
 * StandInCluster, StandInHost        TaskRun -- containers of --> Engine
 * </pre>
 *
 * <p>Start at {@link dev.tranche.runtime.ec2.standin.AwsStandIn}.
 */
@NullMarked
package dev.tranche.runtime.ec2.standin;

import org.jspecify.annotations.NullMarked;
