package dev.tranche.runtime.ec2.standin;

import java.util.Map;

/** STS: who we are. */
final class StsService implements WireServer.QueryService {
    static final String ACCOUNT = "123456789012";
    static final String ARN = "arn:aws:iam::" + ACCOUNT + ":user/tester";
    private static final String NAMESPACE = " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"";

    private final StandInClock clock;

    StsService(StandInClock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public String call(String operation, Map<String, String> parameters) {
        return switch (operation) {
            case "GetCallerIdentity" ->
                answer(
                        operation,
                        Xml.element("Arn", ARN),
                        Xml.element("UserId", "AIDAEXAMPLE"),
                        Xml.element("Account", ACCOUNT));
            case "AssumeRole" ->
                assumed(
                        operation,
                        parameters.getOrDefault("RoleArn", ""),
                        parameters.getOrDefault("RoleSessionName", ""));
            default -> throw new ApiError(400, "InvalidAction", "unknown action " + operation);
        };
    }

    private String assumed(String operation, String role, String session) {
        if (role.contains("/forbidden")) {
            throw new ApiError(
                    403,
                    "AccessDenied",
                    "User: " + ARN + " is not authorized to perform: sts:AssumeRole on resource: " + role);
        }
        return answer(
                operation,
                Xml.element(
                        "AssumedRoleUser",
                        Xml.element(
                                "Arn",
                                role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + session),
                        Xml.element("AssumedRoleId", "AROAEXAMPLE:" + session)),
                Xml.element(
                        "Credentials",
                        Xml.element("AccessKeyId", "ASIAEXAMPLE"),
                        Xml.element("SecretAccessKey", "assumed"),
                        Xml.element("SessionToken", "token-of-" + session),
                        Xml.element("Expiration", clock.now().plusSeconds(3_600).toString())));
    }

    private static String answer(String operation, String... inner) {
        return "<" + operation + "Response" + NAMESPACE + ">" + Xml.element(operation + "Result", inner)
                + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" + operation + "Response>";
    }
}
