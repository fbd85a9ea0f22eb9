package dev.tranche.runtime.ec2.standin;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** IAM: the service-linked roles of the account. */
final class IamService implements WireServer.QueryService {
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
        return "iam";
    }

    void lacks(String role) {
        missing.add(role);
    }

    @Override
    public String call(String operation, Map<String, String> parameters) {
        String role = parameters.getOrDefault("RoleName", "");
        if (!operation.equals("GetRole")) {
            throw new ApiError(400, "InvalidAction", "unknown action " + operation);
        }
        if (missing.contains(role)) {
            throw new ApiError(404, "NoSuchEntity", "The role with name " + role + " cannot be found.");
        }
        return "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                + Xml.element(
                        "GetRoleResult",
                        Xml.element(
                                "Role",
                                Xml.element("RoleName", role),
                                Xml.element("Arn", "arn:aws:iam::" + StsService.ACCOUNT + ":role/" + role)))
                + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetRoleResponse>";
    }
}
