package dev.tranche.runtime.ec2;

import java.io.Closeable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** One client for each service, all as the same caller. None repeats a call by itself. */
record AwsClients(
        EcsClient ecs,
        Ec2Client ec2,
        CloudWatchLogsClient logs,
        StsClient sts,
        SsmClient ssm,
        ServiceQuotasClient quotas,
        IamClient iam)
        implements Closeable {
    @Override
    public void close() {
        ecs.close();
        ec2.close();
        logs.close();
        sts.close();
        ssm.close();
        quotas.close();
        iam.close();
    }
}
