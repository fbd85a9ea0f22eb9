package dev.tranche.runtime.ec2;

import dev.tranche.model.EcsEnvironment;
import java.io.Closeable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * How an environment speaks to AWS. Made when it is first needed, and tried again by whoever needs it next, since
 * credentials may come later. Any thread.
 */
final class AwsAccess implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final String SESSION = "tranche";

    private final EcsEnvironment environment;
    private final Ec2Settings settings;
    private final AwsTime time;

    private @Nullable Connection connection;

    /**
     * What is there once AWS knows us.
     *
     * @param region where
     * @param calls makes calls at their rates
     */
    record Connection(AwsClients clients, Region region, Calls calls) {}

    AwsAccess(EcsEnvironment environment, Ec2Settings settings) {
        this.environment = environment;
        this.settings = settings;
        this.time = new AwsTime(settings.clock);
    }

    /** AWS's clock. */
    AwsTime time() {
        return time;
    }

    /**
     * The connection; the first call asks AWS who we are.
     *
     * @throws SdkException if there are no credentials or no region, or AWS does not take them
     */
    synchronized Connection connect() {
        Connection made = connection;
        if (made == null) {
            made = open();
            connection = made;
        }
        return made;
    }

    private Connection open() {
        Region region =
                environment.region().map(Region::of).orElseGet(() -> new DefaultAwsRegionProviderChain().getRegion());
        AwsClients clients = clients(region);
        try {
            Rates rates = Rates.shared(where(clients.sts(), region), settings.rateShare);
            return new Connection(clients, region, new Calls(rates));
        } catch (SdkException e) {
            clients.close();
            throw e;
        }
    }

    /** The account is asked for, since calls are counted there; where STS cannot be reached, all in a region count as one. */
    private String where(StsClient sts, Region region) {
        String at = environment.endpoint().map(uri -> " at " + uri).orElse("");
        try {
            return "account " + sts.getCallerIdentity().account() + ", " + region + at;
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.DENIED) {
                throw e;
            }
            return "region " + region + at;
        }
    }

    private AwsClients clients(Region region) {
        AwsCredentialsProvider own = settings.credentials == null
                ? DefaultCredentialsProvider.builder().build()
                : settings.credentials;
        AwsCredentialsProvider caller = environment
                .assumeRole()
                .<AwsCredentialsProvider>map(role -> StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(made(StsClient.builder(), region, own))
                        .refreshRequest(request -> request.roleArn(role).roleSessionName(SESSION))
                        .build())
                .orElse(own);
        return new AwsClients(
                made(EcsClient.builder(), region, caller),
                made(Ec2Client.builder(), region, caller),
                made(CloudWatchLogsClient.builder(), region, caller),
                made(StsClient.builder(), region, caller),
                made(SsmClient.builder(), region, caller),
                made(ServiceQuotasClient.builder(), region, caller),
                made(IamClient.builder(), region, caller));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C made(
            B builder, Region region, AwsCredentialsProvider credentials) {
        environment.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(CALL)
                        .addExecutionInterceptor(time)
                        .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, SESSION)
                        .build())
                .build();
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.clients().close();
        }
    }
}
