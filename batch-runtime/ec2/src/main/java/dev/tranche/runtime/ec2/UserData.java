package dev.tranche.runtime.ec2;

import com.google.common.io.Resources;
import dev.tranche.model.ManagedEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an instance does when it boots: it starts its dead man's timer, and joins its cluster with settings that are all said. A MIME
 * message, so that what a launch template of the user brings goes before it. It holds no secret.
 */
final class UserData {
    private static final String BOUNDARY = "==tranche==";
    private static final Pattern BOUNDARY_OF_OTHERS = Pattern.compile(
            "content-type:\\s*multipart/[a-z]+;\\s*boundary=\"?([^\"\\s;]+)\"?", Pattern.CASE_INSENSITIVE);

    private static final String TIMER = """
            cat > /etc/systemd/system/tranche-dead-man.service <<'UNIT'
            [Service]
            Type=oneshot
            ExecStart=/usr/local/sbin/tranche-dead-man
            UNIT
            cat > /etc/systemd/system/tranche-dead-man.timer <<'UNIT'
            [Timer]
            OnBootSec=60
            OnUnitActiveSec=60
            [Install]
            WantedBy=timers.target
            UNIT
            systemctl enable --now tranche-dead-man.timer
            """;

    private static final String AGENT = """
            cat >> /etc/ecs/ecs.config <<'CONFIG'
            ECS_CLUSTER=@CLUSTER@
            ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
            ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=10m
            ECS_IMAGE_PULL_BEHAVIOR=default
            CONFIG
            """;

    private UserData() {}

    /** The script that ends an instance which nobody needs, as it stands on the instance. */
    static String deadMan(Duration lifetime, Duration grace) {
        try {
            return Resources.toString(Resources.getResource(UserData.class, "dead-man.sh"), StandardCharsets.UTF_8)
                    .replace("@LIFETIME@", Long.toString(lifetime.toSeconds()))
                    .replace("@GRACE@", Long.toString(grace.toSeconds()))
                    .replace("@TAG@", OwnerTags.LEASE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of ours is done at the boot, as a shell script. */
    static String script(ManagedEnvironment environment, String cluster, Duration lease) {
        return "#!/bin/sh\ncat > /usr/local/sbin/tranche-dead-man <<'DEADMAN'\n"
                + deadMan(environment.maxInstanceLifetime(), lease)
                + "DEADMAN\nchmod 755 /usr/local/sbin/tranche-dead-man\n"
                + TIMER
                + AGENT.replace("@CLUSTER@", cluster);
    }

    /**
     * The user data of an instance, as EC2 wants it.
     *
     * @param others what the launch template of the user brings, in Base64; empty for nothing
     * @throws MisfitException if that is no MIME message, to which nothing can be added
     */
    static String encoded(String others, String script) {
        String part = "Content-Type: text/x-shellscript; charset=\"us-ascii\"\nMIME-Version: 1.0\n\n" + script + "\n";
        String message = others.isEmpty()
                ? "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"" + BOUNDARY + "\"\n\n--" + BOUNDARY
                        + "\n" + part + "--" + BOUNDARY + "--\n"
                : appended(decoded(others), part);
        return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String appended(String message, String part) {
        Matcher boundary = BOUNDARY_OF_OTHERS.matcher(message);
        int end = boundary.find() ? message.lastIndexOf("--" + boundary.group(1) + "--") : -1;
        if (end < 0) {
            throw new MisfitException(
                    "the user data of the launch template must be a MIME message of several parts, so that"
                            + " ours can be added; begin it with 'Content-Type: multipart/mixed; boundary=\"…\"'");
        }
        return message.substring(0, end) + "--" + boundary.group(1) + "\n" + part + message.substring(end);
    }
}
